from . import collection
from . import contract
from . import payment
from . import promise
from . import dispute
from . import credit
from . import statement
from . import form
