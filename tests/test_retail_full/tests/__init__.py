from . import test_conflicts
from . import test_doors
from . import test_installation
from . import test_js
from . import test_lock_outside
from . import test_print
from . import test_receivables
