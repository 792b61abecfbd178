from . import contract
from . import dunning
from . import payment
from . import promise
from . import statement
