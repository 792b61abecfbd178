from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import groupby

from .collection_item_task import QUIET

DOCUMENT_FIELDS = {'res_id', 'res_model', 'res_model_id'}
LOCKED_FIELDS = DOCUMENT_FIELDS | {'active', 'activity_type_id'}
# What only runs set, for an activity that none has made.
NO_MARKS = {'is_collection': False, 'collection_level_id': False}


class MailActivity(models.Model):
    """The lock: a collection task lives exactly as long as an item of it is open or held.

    It asks the items, never the user or the context, so that it needs no exception for anybody:
    the synchronisation closes the items first, and the lock then lets the task go.

    Reads the context key ``collection_spare_locked``: a search then leaves locked tasks out.
    """

    _inherit = 'mail.activity'

    collection_item_ids = fields.One2many(
        comodel_name='collection.item',
        inverse_name='activity_id',
        groups='crm_accounting.crm_accounting_group_own',
    )
    is_collection = fields.Boolean(
        string="Collection Task", readonly=True, copy=False, help="Made by a collection run."
    )
    collection_level_id = fields.Many2one(
        comodel_name='collection.level', readonly=True, copy=False, ondelete='set null'
    )
    is_collection_locked = fields.Boolean(
        compute='_compute_is_collection_locked',
        search='_search_is_collection_locked',
        compute_sudo=True,
        help="Only a payment closes this task.",
    )

    @api.depends('active', 'collection_item_ids.state')
    def _compute_is_collection_locked(self):
        for activity in self:
            states = activity.sudo().collection_item_ids.mapped('state')
            activity.is_collection_locked = activity.active and bool({'open', 'held'} & set(states))

    def _search_is_collection_locked(self, operator, value):
        if operator != 'in':
            return NotImplemented
        items = (
            self
            .env['collection.item']
            .sudo()
            ._search([
                ('state', '!=', 'closed'),
                ('activity_id', '!=', False),
            ])
        )
        return [('id', 'in', items.subselect('activity_id'))]

    # Not all activities of the database: they are searched by every run.
    _collection_task_index = models.Index("(id) WHERE is_collection AND active")

    # === THE LOCK === #

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_collection_marks(vals)
        return super().create([self._complete_collection_marks(vals) for vals in vals_list])

    def _add_precomputed_values(self, vals_list):
        """Fill in the model of a run's tasks from its id, so that core makes no record for it.

        Core makes a new record of each task to compute this one field, a tenth of the cost of a
        first run (`odoo/orm/models.py`, `_add_precomputed_values`).
        """
        for vals in vals_list:
            if vals.get('is_collection') and 'res_model' not in vals:
                # As core computes it: who plans an activity need not read models.
                model = self.env['ir.model'].sudo().browse(vals['res_model_id'])
                vals['res_model'] = model.model
                vals['__precomputed__'] = {self._fields['res_model']}
        return super()._add_precomputed_values(vals_list)

    def write(self, vals):
        self._check_collection_marks(vals)
        if LOCKED_FIELDS & vals.keys():
            self._check_collection_lock(vals)
        if vals.get('user_id') and not self.env.su:
            # Core has the new person follow the invoice: a collector has no right to write that.
            self.check_access('write')
            super(MailActivity, self._get_collection_tasks()).write({'user_id': vals['user_id']})
        return super().write(vals)

    def _action_done(self, feedback=False, attachment_ids=None):
        self._check_collection_lock({'active': False})
        return super()._action_done(feedback=feedback, attachment_ids=attachment_ids)

    # Always: with at_uninstall=False any client could switch it off by the context of an uninstall.
    @api.ondelete(at_uninstall=True)
    def _unlink_except_collection(self):
        locked = self._get_collection_tasks().filtered('is_collection_locked')
        if locked:
            raise UserError(locked._get_collection_lock_message())

    def _check_collection_marks(self, vals):
        if not self.env.su and {'collection_level_id', 'is_collection'} & vals.keys():
            raise AccessError(self.env._("Only collection runs make collection tasks."))

    @api.model
    def _complete_collection_marks(self, vals):
        """Say what `vals` leave open, before a default of the context or of the user says it."""
        alive = {'active': True} if vals.get('is_collection') else {}
        return {**NO_MARKS, **alive, **vals}

    def _get_collection_tasks(self):
        """Return those of `self` that have, or had, collection items, as superuser."""
        items = self.env['collection.item'].sudo().search([('activity_id', 'in', self.ids)])
        return items.activity_id

    def _check_collection_lock(self, vals):
        """Allow exactly what the items' facts give.

        :param dict vals: values about to be written
        :raise UserError: when a task would end, move or change its type against its items
        """
        for task in self._get_collection_tasks():
            ends_or_lives = 'active' in vals and task._has_live_items() != bool(vals['active'])
            if ends_or_lives or not task._fits_items(vals):
                raise UserError(task._get_collection_lock_message())

    def _has_live_items(self):
        return any(item.state != 'closed' for item in self.collection_item_ids)

    def _fits_items(self, vals):
        """Whether the document and the type in `vals` are those that the task's items give."""
        live = self.collection_item_ids.filtered(lambda item: item.state != 'closed')
        items = live or self.collection_item_ids
        if DOCUMENT_FIELDS & vals.keys():
            documents = items._get_possible_documents()
            if self._get_document_after(vals) not in documents:
                return False
        if live and 'activity_type_id' in vals:
            return (
                vals['activity_type_id']
                in (self.activity_type_id | live._get_task_type(self.activity_type_id)).ids
            )
        return True

    def _get_document_after(self, vals):
        model = vals.get('res_model', self.res_model)
        if 'res_model_id' in vals:
            model = self.env['ir.model'].browse(vals['res_model_id']).model
        return model, vals.get('res_id', self.res_id)

    def _get_collection_lock_message(self):
        names = ", ".join(f"{task.res_name}: {task.display_name}" for task in self[:5])
        return self.env._(
            "A collection task is closed by the payment alone, and stays with its debt: %(tasks)s."
            " Register the payment, hold the items until a day, or ask a collection manager to"
            " write them off.",
            tasks=names,
        )

    def _check_access(self, operation):
        """Let collectors take, give and re-schedule the collection tasks of their companies.

        Core asks for write access to the document, which a collector has on cases and not on
        invoices.
        """
        result = super()._check_access(operation)
        if not result or operation != 'write' or not self._is_collector():
            return result
        items = self.env['collection.item'].search([
            ('activity_id', 'in', result[0].ids),
            ('state', '!=', 'closed'),
        ])
        forbidden = result[0] - items.sudo().activity_id.with_env(self.env)
        return (forbidden, lambda: forbidden._make_access_error(operation)) if forbidden else None

    def _is_collector(self):
        return self.env.user.has_group('crm_accounting.crm_accounting_group_own')

    # === FOLLOWING THE ITEMS === #

    def _live_again(self):
        """Bring a done task back to life, for somebody who can work it."""
        today = fields.Date.today()
        deadline = min(self.date_deadline, today)
        self.with_context(**QUIET).write({
            'active': True,
            'feedback': False,
            'date_deadline': deadline,
        })
        if self.user_id and not self.user_id._can_collect_in(self.collection_item_ids.company_id):
            self._assign_again()

    def _assign_again(self):
        """Ask again whose these tasks are, as for new ones."""
        for task in self:
            items = task.collection_item_ids.filtered(lambda item: item.state != 'closed')
            task.with_context(**QUIET).user_id = items._get_responsible()

    def _follow_holds(self):
        """Move tasks whose items are all held to the first day on which a hold ends."""
        for task in self:
            live = task.collection_item_ids.filtered(lambda item: item.state != 'closed')
            ends = [item._get_hold_end() for item in live]
            if ends and all(ends) and set(live.mapped('state')) == {'held'}:
                task.date_deadline = min(ends)

    def _end_without_items(self):
        """End collection tasks whose last item is gone."""
        self.invalidate_recordset(['collection_item_ids'])
        ended = self.exists().filtered(lambda task: task.active and not task._has_live_items())
        ended.with_context(**QUIET).write({'active': False})

    def _refresh_from_items(self):
        """Bring type, title, person and deadline of tasks in line with the level of their items."""
        self.invalidate_recordset(['collection_item_ids'])
        for values, tasks in groupby(self, lambda task: task._prepare_refreshed_values()):
            if values:
                self.browse().union(*tasks).with_context(**QUIET).write(dict(values))

    def _prepare_refreshed_values(self):
        """Return what to write so that the task says what its items say, as a tuple of pairs."""
        items = self.collection_item_ids.filtered(lambda item: item.state != 'closed')
        level, kind = items._get_highest_level(), items._get_task_type(self.activity_type_id)
        had = self.collection_level_id
        if not kind or (self.activity_type_id == kind and (not level or level == had)):
            return ()
        raised = bool(level) and (not had or level.days > had.days)
        hand_over = raised and level.user_id._can_collect_in(items.company_id)
        user = level.user_id if hand_over else self.user_id
        values = {
            'activity_type_id': kind.id,
            'collection_level_id': level.id,
            'summary': items._get_task_summary(kind, level, user),
        }
        if hand_over:
            values['user_id'] = user.id
        if raised:
            values['date_deadline'] = max(self.date_deadline, fields.Date.today())
        return tuple(values.items())

    # === CORE'S CLEAN-UP === #

    @api.model
    def _search(self, domain, *args, **kwargs):
        if self.env.context.get('collection_spare_locked'):
            domain = Domain(domain) & Domain('is_collection_locked', '=', False)
        return super()._search(domain, *args, **kwargs)

    @api.autovacuum
    def _gc_delete_old_overdue_activities(self):
        spared = self.with_context(collection_spare_locked=True)
        return super(MailActivity, spared)._gc_delete_old_overdue_activities()

    # === WEB CLIENT === #

    def _to_store_defaults(self, target):
        return [*super()._to_store_defaults(target), 'is_collection_locked']
