"""The spool: what is known of jobs, on disk."""

from .spool import MAX_CONTENT, MAX_UUID, Spool
