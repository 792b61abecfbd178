import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from unittest.mock import Mock, patch

from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, api
from odoo.exceptions import ConcurrencyError
from odoo.modules.registry import DummyRLock, Registry
from odoo.service import model as service
from odoo.tests import BaseCase, get_db_name
from odoo.tools import mute_logger

SECONDS_TO_BLOCK = 20


class Connections(BaseCase):
    """Two connections in an exact order. What they commit, a test takes away again."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.startPatcher(patch.object(service, 'random', Mock(uniform=lambda _low, _high: 0)))
        # The server holds this lock while it tests; a second thread would wait for it for ever.
        self.startPatcher(patch.object(Registry, '_lock', DummyRLock()))
        self.enterContext(mute_logger('odoo.sql_db'))  # conflicts are what this is about

    @contextmanager
    def _connect(self):
        """Open a transaction of its own, committed in the end."""
        with self.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})

    def _begin(self, env):
        """Have PostgreSQL take the snapshot that this transaction will see to its end."""
        env.cr.execute("SELECT 1 FROM res_partner LIMIT 1")

    def _serve(self, env, action):
        """Do what the server does with a request; return why it had to be repeated."""
        reasons = []

        def attempt():
            try:
                action(env)
                env.cr.flush()
            except (OperationalError, ConcurrencyError) as error:
                reasons.append(type(error))
                raise

        service.retrying(attempt, env)
        return reasons

    @contextmanager
    def _in_background(self, action):
        """Serve an action in another thread; it waits for a lock that we hold when this yields."""

        def work():
            with self._connect() as env:
                return self._serve(env, action)

        with ThreadPoolExecutor(1) as pool:
            future = pool.submit(work)
            self._wait_until_blocked(future)
            yield future

    def _wait_until_blocked(self, future):
        end = time.monotonic() + SECONDS_TO_BLOCK
        while time.monotonic() < end and not future.done():
            with self._connect() as env:
                env.cr.execute(
                    "SELECT 1 FROM pg_stat_activity"
                    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
                )
                if env.cr.fetchone():
                    return
            time.sleep(0.02)
        self.fail("The other connection did not wait.")
