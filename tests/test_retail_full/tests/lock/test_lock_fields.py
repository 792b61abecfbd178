from odoo import Command
from odoo.tests import tagged

from .judge import LockJudge
from .table import ALLOWED, PEOPLE, attempt

X2MANY = ('one2many', 'many2many')
LOG_FIELDS = {'id', 'create_date', 'create_uid', 'write_date', 'write_uid'}

# All that a `write` of one field may change, and by whom; whatever is not here changes nothing.
MANAGERS = ('manager', 'administrator')
EDITABLE = {
    'collection.policy': {
        'allocation_activity_type_id',
        'fee_product_id',
        'go_live_date',
        'grouping',
        'interest_product_id',
        'interest_rate',
        'is_charge_on_charges',
        'is_started',
        'is_writing',
        'letter_gap_days',
        'level_ids',
        'name',
        'proof',
        'team_id',
        'use_working_days',
        'user_id',
    },
    'collection.level': {
        'activity_type_id',
        'credit_hold',
        'days',
        'fee_amount',
        'is_invoice_attached',
        'is_letter_printed',
        'mail_template_id',
        'minimum_amount',
        'name',
        'sms_template_id',
        'user_id',
    },
    'collection.run': {'date'},
}


@tagged('post_install', '-at_install')
class TestLockFields(LockJudge):
    """Everybody writes and creates with each field of each model, whatever it is for."""

    def _list_records(self):
        """Return one record of every stored model of collection, and the task."""
        return {
            'mail.activity': self.task,
            'collection.item': self.item,
            'collection.case': self.case,
            'collection.policy': self.policy,
            'collection.dispute': self.dispute,
            'collection.promise': self.promise,
            'collection.promise.line': self.promise.line_ids,
            'collection.level': self.policy.level_ids[0],
            'collection.run': self.draft,
            'collection.run.line': self.history.line_ids[0],
            **{record._name: record for record in self.figures},
            'collection.absence': self.absence,
            'collection.call': self.call,
            'collection.letter': self.letter,
            'collection.letter.line': self.letter.line_ids,
        }

    def _list_fields(self, model):
        return [
            field
            for name, field in sorted(model._fields.items())
            if name not in LOG_FIELDS and (field.store or field.inverse or field.type in X2MANY)
        ]

    def _find_values(self, record, field):
        """Return plausible other values for a field."""
        value = record[field.name]
        if field.type in X2MANY:
            return [[Command.clear()], [Command.unlink(line.id) for line in value]]
        if field.comodel_name == 'res.users':
            return [self.people['collector'].id, False]
        if field.type == 'many2one':
            others = self.env[field.comodel_name].sudo().search([('id', '!=', value.id)], limit=1)
            return [others.id, False]
        return [self._find_value(field, value)]

    def _find_value(self, field, value):
        if field.type == 'boolean':
            return not value
        if field.type == 'selection':
            return next(key for key in field.get_values(self.env) if key != value)
        return {
            'integer': 7,
            'float': 7.5,
            'monetary': 7.5,
            'date': '2024-06-01',
            'datetime': '2024-06-01 12:00:00',
            'many2one_reference': self.case.id + 1,
        }.get(field.type, "something else")

    def _find_changes(self, record, method, prepare, people=PEOPLE):
        """Return who changed what by which field."""
        changes = {}
        for field, value in self._list_writes(record):
            row = attempt(field.name, '', record, method, **prepare({field.name: value}))
            signs = {person: self._try(person, row)[0] for person in people}
            who = tuple(person for person, sign in signs.items() if sign == ALLOWED)
            if who:
                changes.setdefault(field.name, who)
        return changes

    def _list_writes(self, record):
        return [
            (field, value)
            for field in self._list_fields(record)
            for value in self._find_values(record, field)
        ]

    def test_a_field_changes_what_the_lock_keeps_only_where_a_manager_sets_it(self):
        for model, record in self._list_records().items():
            with self.subTest(model):
                changes = self._find_changes(record, 'write', lambda vals: {'vals': vals})
                expected = dict.fromkeys(EDITABLE.get(model, ()), MANAGERS)
                self.assertEqual(changes, expected)

    def test_nothing_is_created_into_the_lock_by_any_field(self):
        """Beside a policy for another company, drafts of runs and levels, which managers make."""
        for model, record in self._list_records().items():
            with self.subTest(model):
                required = self._get_required(record)
                changes = self._find_changes(
                    record,
                    'create',
                    lambda vals, required=required: {'vals_list': [{**required, **vals}]},
                    people=('salesperson', *MANAGERS),
                )
                who = set(changes.values())
                self.assertLessEqual(who, {MANAGERS} if model in EDITABLE else set(), changes)

    def _get_required(self, record):
        """Return the values without which there is no such record."""
        names = [name for name, field in record._fields.items() if field.required and field.store]
        values = record.read(names, load=None)[0]
        values.pop('id')
        if record._name == 'mail.activity':
            values.update(res_model_id=record.res_model_id.id, res_id=record.res_id)
        return values

    def test_every_model_of_collection_is_tried(self):
        stored = {
            name
            for name, model in self.env.items()
            if name.startswith('collection.') and not model._transient and not model._abstract
        }
        self.assertEqual(stored | {'mail.activity'}, set(self._list_records()))
