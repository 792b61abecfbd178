from . import discount_card_history
from . import discount_card_report
