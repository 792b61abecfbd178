from . import board
from . import contract
from . import replenishment
from . import preorder
from . import forecast
