from . import collection
from . import contract
from . import form
from . import payment
from . import preorder
from . import relationship
from . import replenishment
from . import statement
