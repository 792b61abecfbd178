from . import customer_contract_renew
from . import customer_statement
