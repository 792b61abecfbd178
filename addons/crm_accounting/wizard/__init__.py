from . import collection
from . import payment
from . import statement
