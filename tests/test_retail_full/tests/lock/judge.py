from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tools import mute_logger

from .scene import LockScene
from .table import ALLOWED, EVERYTHING, HARMLESS, PEOPLE, REFUSED

FACTS = """
SELECT jsonb_build_object(
    'items', (SELECT jsonb_agg(to_jsonb(item) - 'write_date' - 'write_uid' ORDER BY id)
                FROM collection_item item WHERE id = ANY(%(items)s) OR company_id = %(company)s),
    'tasks', (SELECT jsonb_agg(jsonb_build_object(
                         'id', id, 'active', active, 'model', res_model, 'model_id', res_model_id,
                         'res_id', res_id, 'type', activity_type_id,
                         'is_collection', is_collection, 'level', collection_level_id) ORDER BY id)
                FROM mail_activity WHERE id = ANY(%(tasks)s) OR is_collection),
    'cases', (SELECT jsonb_agg(jsonb_build_object(
                         'id', id, 'partner', partner_id, 'company', company_id,
                         'level', level_id) ORDER BY id)
                FROM collection_case WHERE id = ANY(%(cases)s) OR company_id = %(company)s),
    'policies', (SELECT jsonb_agg(to_jsonb(policy) - 'write_date' - 'write_uid' ORDER BY id)
                FROM collection_policy policy
               WHERE id = %(policy)s OR company_id IN (%(company)s, %(branch)s)),
    'levels', (SELECT jsonb_agg(to_jsonb(level) - 'write_date' - 'write_uid' ORDER BY id)
                FROM collection_level level WHERE policy_id = %(policy)s),
    'runs', (SELECT jsonb_agg(to_jsonb(run) - 'write_date' - 'write_uid' ORDER BY id)
                FROM collection_run run WHERE company_id = %(company)s),
    'results', (SELECT jsonb_agg(to_jsonb(line) - 'write_date' - 'write_uid' ORDER BY line.id)
                FROM collection_run_line line JOIN collection_run run ON run.id = line.run_id
               WHERE run.company_id = %(company)s))
"""

# A task lives if and only if an item of it is open or held.
BROKEN_LOCKS = """
SELECT 'no task lives for item', item.id FROM collection_item item
  LEFT JOIN mail_activity task ON task.id = item.activity_id
 WHERE item.company_id = %(company)s AND item.state <> 'closed' AND task.active IS NOT TRUE
 UNION ALL
SELECT 'no item lives for task', task.id FROM mail_activity task
 WHERE task.active AND task.is_collection
   AND NOT EXISTS (SELECT 1 FROM collection_item item
                    WHERE item.activity_id = task.id AND item.state <> 'closed')
"""


class TakenBackError(Exception):
    """Nothing went wrong: the attempt is undone, so that the next one finds the same scene."""


class LockJudge(LockScene):
    """Has people try things, and reads in the database what came of it.

    An attempt goes through the function that serves every remote call (`service.model.call_kw`)
    in the test's own transaction, up to what a commit would do, and is taken back: this is as
    strict as a real door and a hundred times faster. The real doors have tests of their own.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        items = cls.env['collection.item'].search([('company_id', '=', cls.company.id)])
        cls.keys = {
            'items': items.ids,
            'tasks': items.activity_id.ids,
            'cases': items.case_id.ids,
            'company': cls.company.id,
            'branch': cls.branch.id,
            'policy': cls.policy.id,
        }
        cls.before = cls._read_facts()

    @classmethod
    def _read_facts(cls):
        """Return what the lock keeps, as it is in the database."""
        cls.cr.execute(FACTS, cls.keys)
        return cls.cr.fetchone()[0]

    # === ONE ATTEMPT === #

    def _try(self, person, attempt, context=None):
        """Try once and take it back.

        :return: sign of the outcome, and the facts after it
        """
        facts, broken = self.before, []
        try:
            with mute_logger('odoo.sql_db', 'odoo.models.unlink'), self.cr.savepoint():
                self._call(self._env_of(person, **(context or {})), attempt)
                facts, broken = self._read_facts(), self._find_broken_locks()
                raise TakenBackError
        except TakenBackError:
            self.assertFalse(broken, f"{attempt.name}: {person} {context}")
            return (HARMLESS if facts == self.before else ALLOWED), facts
        except (UserError, IntegrityError):
            return REFUSED, facts
        except Exception:
            # Core may stumble over what was invented; as it is, a row must not be wrong by mistake.
            if not context:
                raise
            return REFUSED, facts

    def _call(self, env, attempt):
        records = attempt.find_records(env)
        context = {**env.context, **attempt.arguments.get('context', {})}
        arguments = {**attempt.arguments, 'context': context}
        args = []
        if not getattr(getattr(type(records), attempt.method), '_api_model', False):
            args.append(records.ids)
        elif attempt.method == 'create':
            args.append(arguments.pop('vals_list'))
        call_kw(env[records._name], attempt.method, args, arguments)
        self.cr.flush()

    def _differ(self, facts):
        """Return what has changed, for people to read."""
        return [
            (name, [row for row in rows or () if row not in (self.before[name] or ())])
            for name, rows in facts.items()
            if rows != self.before[name]
        ]

    def _find_broken_locks(self):
        """Return what lives or has ended against its items."""
        self.cr.execute(BROKEN_LOCKS, self.keys)
        return self.cr.fetchall()

    # === ROWS === #

    def assertTable(self, attempts, contexts=(EVERYTHING,)):
        """Everybody tries every row as it is; who may do most tries again with each context."""
        for attempt in attempts:
            with self.subTest(attempt.name):
                got = {person: self._try(person, attempt) for person in PEOPLE}
                signs = ''.join(sign for sign, _facts in got.values())
                self.assertEqual(signs, attempt.signs.replace(' ', ''), attempt.name)
                for context in contexts:
                    self._insist('administrator', attempt, context, *got['administrator'])

    def _insist(self, person, attempt, context, sign, facts):
        """No context opens what is closed, nor changes what comes of what is allowed."""
        again, after = self._try(person, attempt, context)
        if again == ALLOWED:
            self.assertEqual(sign, ALLOWED, f"{person} {context}: {self._differ(after)}")
            self.assertSameEffect(facts, after, f"{attempt.name}: {person} {context}")

    def assertSameEffect(self, facts, after, what):
        for name, rows in facts.items():
            self.assertEqual(self._shorten(after[name]), self._shorten(rows), f"{what}: {name}")

    @staticmethod
    def _shorten(rows):
        """Leave out what the clock and the counters of the database give."""
        free = {'id', 'create_date', 'duration_seconds', 'last_run_at', 'activity_id', 'run_id'}
        return [{key: row[key] for key in row if key not in free} for row in rows or ()]
