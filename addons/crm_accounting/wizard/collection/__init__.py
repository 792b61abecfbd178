from . import collection_case_no_chase
from . import collection_item_hold
from . import collection_item_write_off
