from . import payment
from . import statement
