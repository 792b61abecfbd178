from . import collection_dispute
from . import collection_dispute_deadline
from . import account_move
from . import account_move_reversal
from . import collection_case
from . import collection_item
from . import mail_activity
