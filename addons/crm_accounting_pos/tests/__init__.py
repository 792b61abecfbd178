from . import test_sharing
from . import test_till_closing
from . import test_till_credit
from . import test_till_debts
from . import test_till_doors
from . import test_till_payment
from . import test_till_replenishment
from . import test_till_tour
