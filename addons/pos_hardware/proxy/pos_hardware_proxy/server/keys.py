"""What handlers find in the application."""

from aiohttp import web

from ..counter import Counter
from .access import Access
from .devices import Weigher
from .limits import Limits
from .waiting import WaitingRoom

ACCESS = web.AppKey('access', Access)
COUNTER = web.AppKey('counter', Counter)
LIMITS = web.AppKey('limits', Limits)
WEIGHER = web.AppKey('weigher', Weigher)
POLLS = web.AppKey('polls', WaitingRoom)
SOCKETS = web.AppKey('sockets', WaitingRoom)
