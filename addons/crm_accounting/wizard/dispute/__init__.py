from . import collection_dispute_open
