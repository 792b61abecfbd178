from . import test_installation
from . import test_js
from . import test_print
