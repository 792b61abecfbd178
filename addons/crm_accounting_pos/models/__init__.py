from . import account_move
from . import account_bank_statement_line
from . import account_payment
from . import pos_debt_payment
from . import pos_session
from . import pos_session_closing
from . import pos_session_debts
from . import replenishment
