from . import discount_card_ladder
from . import discount_card_ladder_run
from . import discount_card_ladder_schedule
from . import discount_card_category_message
from . import discount_card_tell
from . import discount_card_tier
from . import discount_card_tier_log
from . import discount_card_tier_log_tell
