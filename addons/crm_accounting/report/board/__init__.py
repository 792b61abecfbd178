from . import collection_collected
from . import collection_dso
