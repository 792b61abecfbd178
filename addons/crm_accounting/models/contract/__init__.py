from . import customer_contract
from . import customer_contract_line
from . import customer_contract_version
from . import account_move
from . import account_move_line
from . import sale_order
from . import sale_order_line
