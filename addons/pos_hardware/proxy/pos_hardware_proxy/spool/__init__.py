"""The spool: what is known of jobs, on disk."""

from .digest import MAX_CONTENT, MAX_UUID
from .spool import Spool
