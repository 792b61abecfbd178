from .compute import compute_discounts
from .errors import EngineInputError
from .periods import is_period, period_window
from .programme import validate_programme
