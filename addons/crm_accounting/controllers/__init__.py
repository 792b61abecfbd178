from . import contract
from . import payment
from . import statement
