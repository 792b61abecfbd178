"""Stories in which money and plans are most of what happens."""

from .machine import CollectionStory
from .money import Money
from .payments import Payments
from .plans import Plans

BESIDE = {
    'invoice',
    'invoice_in_two_instalments',
    'debt_without_invoice',
    'credit_note',
    'partial_credit_note',
    'reset_to_draft',
    'post',
    'post_with_another_price',
    'post_to_another_customer',
    'cancel',
    'delete_a_draft',
    'hold',
    'release',
    'run',
    'time_passes',
}


def list_others():
    """Return the names of rules about anything else."""
    told = BESIDE.union(*map(vars, (Money, Payments, Plans)))
    return {rule.function.__name__ for rule in CollectionStory.setup_state().rules} - told
