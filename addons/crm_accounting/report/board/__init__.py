from . import collection_collected
from . import collection_dso
from . import collection_promise_report
