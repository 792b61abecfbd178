from . import collection_ageing
from . import collection_run
