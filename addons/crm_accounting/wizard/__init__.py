from . import collection
from . import payment
