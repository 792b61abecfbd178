from . import contract
from . import payment
from . import promise
from . import statement
