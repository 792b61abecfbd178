from . import collection_promise
from . import collection_promise_level
from . import collection_promise_line
from . import collection_promise_money
from . import collection_promise_portal
from . import collection_case
from . import collection_item
