from . import properties_base_definition
from . import res_partner
