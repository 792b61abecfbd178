from . import account_payment_take
from . import account_payment_take_line
