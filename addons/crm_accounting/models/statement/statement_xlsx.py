"""Statements as one sheet: real dates and numbers, for whoever goes on calculating."""

import io

import xlsxwriter

WIDTHS = {'text': 24, 'date': 12, 'number': 10, 'money': 16}


def write_workbook(env, statements):
    """Return the bytes of a workbook with the rows of these statements.

    :param odoo.api.Environment env: of the reader: heads are in the reader's language
    :param list[Statement] statements: all with a period, or all without one
    :rtype: bytes
    """
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {'in_memory': True}) as book:
        sheet = book.add_worksheet(env._("Statement"))
        has_period = any(statement.date_from for statement in statements)
        columns = _get_columns(env, has_period)
        formats = {
            'head': book.add_format({'bold': True, 'bottom': 1, 'text_wrap': True}),
            'date': book.add_format({'num_format': 'yyyy-mm-dd', 'align': 'left'}),
        }
        for number, (label, kind, _name) in enumerate(columns):
            sheet.set_column(number, number, WIDTHS[kind])
            sheet.write_string(0, number, label, formats['head'])
        sheet.freeze_panes(1, 0)
        rows = [row for statement in statements for row in _list_rows(env, statement, has_period)]
        for line, row in enumerate(rows, start=1):
            for number, (_label, kind, name) in enumerate(columns):
                _write(book, sheet, (line, number), kind, row.get(name), row['digits'], formats)
        sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
    return output.getvalue()


def _get_columns(env, has_period):
    """Return heads, kinds and names of the columns."""
    columns = [
        (env._("Customer"), 'text', 'customer'),
        (env._("Currency"), 'text', 'currency'),
        (env._("Date"), 'date', 'date'),
        (env._("What"), 'text', 'kind'),
        (env._("Document"), 'text', 'document'),
        (env._("Reference"), 'text', 'reference'),
    ]
    if has_period:
        return [
            *columns,
            (env._("Amount"), 'money', 'amount'),
            (env._("Balance"), 'money', 'balance'),
        ]
    return [
        *columns,
        (env._("Due Date"), 'date', 'date_due'),
        (env._("Days Overdue"), 'number', 'days'),
        (env._("Amount"), 'money', 'amount'),
        (env._("Open"), 'money', 'open'),
    ]


def _list_rows(env, statement, has_period):
    """Return the rows of one customer, with opening and closing balance of each currency."""
    rows = []
    for section in statement.sections:
        common = {
            'customer': statement.partner.name,
            'currency': section['currency'].name,
            'digits': section['currency'].decimal_places,
        }
        listed = section['rows'] if has_period else section['items']
        if has_period:
            listed = [
                _balance(env._("Opening balance"), statement.date_from, section['opening']),
                *listed,
                _balance(env._("Closing balance"), statement.date_to, section['closing']),
            ]
        rows.extend({**row, **common} for row in listed)
    return rows


def _balance(label, date, amount):
    return {'kind': label, 'date': date, 'balance': amount}


def _write(book, sheet, cell, kind, value, digits, formats):
    """Write one cell as what it is; nothing for what there is not."""
    if value is None or value == '':
        return
    if kind == 'date':
        sheet.write_datetime(*cell, value, formats['date'])
    elif kind == 'money':
        # Three decimals of a dinar, none of a yen.
        if digits not in formats:
            zeros = '.' + '0' * digits if digits else ''
            formats[digits] = book.add_format({'num_format': f'#,##0{zeros}'})
        sheet.write_number(*cell, value, formats[digits])
    elif kind == 'number':
        sheet.write_number(*cell, value)
    else:
        sheet.write_string(*cell, value)
