from . import discount_card_ledger_mixin
from . import discount_card_entry
from . import discount_card_entry_record
from . import discount_card_turnover
from . import res_partner_turnover
from . import account_move_line_ledger
from . import account_move_ledger
from . import account_move_nobodys
