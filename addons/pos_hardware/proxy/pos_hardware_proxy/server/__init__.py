"""HTTP: what Odoo's own point of sale asks for (``stock``) and our own client (``v1``)."""

from .access import Access, anyone, own_page
from .app import make_app
from .limits import Limits
from .run import serve
