from .lock import test_lock_doors, test_lock_fields, test_lock_links, test_lock_methods
from . import test_conflicts
from . import test_contract_runs
from . import test_contract_conflicts
from . import test_doors
from . import test_hardware_races
from . import test_installation
from . import test_js
from . import test_plan_doors
from . import test_portal_payment
from . import test_print
from . import test_promotions
from . import test_purchases
from . import test_receivables
from . import test_till_debts
from . import test_till_orders
from . import test_till_settled
from . import test_translations
