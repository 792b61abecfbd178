from . import pairing
from . import proxy
