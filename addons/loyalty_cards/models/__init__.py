from . import programme
from . import card
from . import ledger
from . import tier
from . import document
from . import till
