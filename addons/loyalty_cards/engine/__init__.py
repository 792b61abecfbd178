"""The discount engine: plain values in, plain values out; it knows nothing of Odoo.

SPECIFICATION.md beside this file is its contract, and that of its JavaScript twin.
"""

from .discount import (
    EngineInputError,
    compute_discounts,
    is_period,
    period_window,
    validate_programme,
)
