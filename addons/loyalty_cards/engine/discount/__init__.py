from .compute import compute_discounts
from .errors import EngineInputError
from .periods import period_window
from .programme import validate_programme
