from . import contract
from . import replenishment
