from . import customer_contract_sign
from . import customer_contract_terminate
from . import customer_contract_renew
from . import customer_contract_renew_line
from . import customer_terms_offer
