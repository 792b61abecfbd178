"""What a request says, once it has been read: numbers are Decimals, dates are ISO texts."""

from decimal import Decimal
from typing import NamedTuple


class Settings(NamedTuple):
    precision: int
    max_percent: Decimal
    combination: str
    meets: dict  # policy by origin of the discount that stands


class Document(NamedTuple):
    currency_rounding: Decimal
    company_currency_rounding: Decimal
    rate: Decimal  # units of the company's currency for one of the document's
    date: str
    minutes: int  # since midnight, local
    company_id: int
    till_id: int | None
    is_refund: bool
    shown_tax_mode: str


class Discount(NamedTuple):
    """A percent on a line, and who put it there."""

    percent: Decimal
    origin: str


class Line(NamedTuple):
    key: int | str
    product_id: int
    category_path: tuple  # leaf first
    tag_ids: tuple
    quantity: Decimal
    unit_price: Decimal
    gross: dict  # amount by tax mode, before any discount, rounded to the currency
    given: Discount  # what is on the line
    standing: Discount  # what is there without a card
    is_eligible: bool
    max_percent: Decimal | None
    min_unit_price: Decimal | None
    unit_cost: Decimal | None
    margin_percent: Decimal | None


class Card(NamedTuple):
    state: str
    valid_from: str | None
    valid_to: str | None
    company_id: int | None
    category_id: int | None
    personal_percent: Decimal | None


class Customer(NamedTuple):
    category_ids: tuple
    personal_percent: Decimal | None


class Category(NamedTuple):
    id: int
    kind: str
    ladder_id: int | None
    valid_from: str | None
    valid_to: str | None
    requires_proof: bool
    weekdays: tuple  # 0 is Monday; none means all
    minute_from: int | None
    minute_to: int | None
    company_ids: tuple
    till_ids: tuple


class Bracket(NamedTuple):
    amount_from: Decimal
    percent: Decimal


class Override(NamedTuple):
    mode: str
    percent: Decimal | None


class Rule(NamedTuple):
    id: int
    sequence: int
    owner: str
    category_id: int | None
    kind: str
    percent: Decimal | None
    brackets: tuple  # by amount_from
    period: str | None
    include_current: bool
    tax_mode: str
    valid_from: str | None
    valid_to: str | None
    company_id: int | None
    overrides: dict  # Override by kind of target and id


class Request(NamedTuple):
    settings: Settings
    document: Document
    card: Card | None
    customer: Customer | None
    proofs: dict  # last valid day, or None, by category id
    turnovers: dict  # amount by period
    categories: dict  # by id
    rules: tuple  # by sequence and id
    lines: tuple
