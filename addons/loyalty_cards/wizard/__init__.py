from . import discount_card_tier_run
from . import base_partner_merge
from . import discount_card_block
from . import discount_card_correction
from . import discount_card_example
from . import discount_card_replace
