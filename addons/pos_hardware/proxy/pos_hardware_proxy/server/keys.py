"""What handlers find in the application."""

import asyncio

from aiohttp import web

from ..counter import Counter
from .access import Access
from .devices import Weigher
from .limits import Limits
from .waiting import WaitingRoom

ACCESS = web.AppKey('access', Access)
COUNTER = web.AppKey('counter', Counter)
LIMITS = web.AppKey('limits', Limits)
BODIES = web.AppKey('bodies', asyncio.Semaphore)
WEIGHER = web.AppKey('weigher', Weigher)
POLLS = web.AppKey('polls', WaitingRoom)
SOCKETS = web.AppKey('sockets', WaitingRoom)
