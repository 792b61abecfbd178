from . import printed_form
from . import printed_form_offer
from . import printed_form_print
from . import printed_form_preview
from . import printed_form_version
from . import customer_contract
from . import customer_contract_version
