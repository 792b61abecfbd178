from . import pos_session
from . import sale_replenishment_move
