from . import collection
from . import contract
from . import payment
from . import statement
from . import form
