"""The table of attempts: one row for each, one column for each person, one sign for each outcome.

Signs: `x` refused, `=` harmless (let through, and nothing that the lock keeps has changed), `+` may
be done and changes something, as those who may do it expect.

Not in the table is what only an administrator has and what runs the administrator's own code or
rights: server and scheduled actions, automation rules, access rights and record rules, fields and
views with code, mail templates with expressions, modules and the database itself. Who may run code
may do anything; no check of an addon holds against that, and none pretends to.
"""

from dataclasses import dataclass

REFUSED, HARMLESS, ALLOWED = 'x=+'

# The columns. Five who work in the company, a space, and five who are not meant to collect there.
PEOPLE = (
    'collector',  # works all cases
    'salesperson',  # works own cases; the debts of the scene are their customers'
    'manager',
    'accountant',
    'administrator',  # with every right that a user can be given
    'employee',  # no right but to log in
    'portal',  # the customer on the portal
    'foreigner',  # collection manager of another company
    'intruder',  # the same, who claims by the context to work in ours
    'public',  # nobody has logged in
)

# What a caller may put into the context in the hope that something asks it. Not here: `tz`, which
# says what day it is, and the keys that open core's books (`list_books` tries those).
CONTEXTS = (
    {'active_test': False, 'tracking_disable': True, 'mail_notrack': True},
    {'mail_activity_quick_update': True, 'mail_activity_automation_skip': True},
    {'_force_unlink': True, 'no_reset_password': True, 'mail_create_nolog': True},
    {'install_mode': True, 'module': 'crm_accounting', 'import_file': True, 'noupdate': True},
    {'su': True, 'uid': 1, 'default_active': False, 'default_state': 'closed'},
    {'default_is_collection': True, 'default_collection_level_id': 1, 'default_res_id': 1},
    {'skip_readonly_check': True, 'check_move_validity': False, 'bypass_lock_check': True},
    {'calendar_event_meeting_update': True, 'mail_activity_meeting_update': True},
    {'prefetch_fields': False, 'bin_size': True, 'lang': 'en_US', 'edit_translations': True},
)
# This one hides tasks, also from the record rules: with it the lock would not even be asked.
HIDING = {'collection_spare_locked': True}
EVERYTHING = {key: value for context in CONTEXTS for key, value in context.items()}


@dataclass(frozen=True)
class Attempt:
    """One row: a public method called with arguments by name, and the signs of its outcomes."""

    name: str
    signs: str
    target: object  # records, an empty model, or a function from an environment to records
    method: str
    arguments: dict

    def find_records(self, env):
        """Return the records, or the model, in the environment of the person who tries."""
        return self.target(env) if callable(self.target) else self.target.with_env(env)


def attempt(title, signs, target, method, **arguments):
    """Return a row of the table."""
    return Attempt(title, signs, target, method, arguments)


def find_public_methods(model):
    """Return the names of what a client may call on a model, as core decides it.

    :rtype: set[str]
    """
    # The registry's classes are the only place where this can be read.
    return {
        name
        for name in dir(type(model))
        if not name.startswith('_') and name not in model._fields and is_public(model, name)
    }


def is_public(model, name):
    """Whether core would let a client call this name (`odoo/service/model.py`)."""
    classes = type(model).mro()
    found = [getattr(cls, name) for cls in classes if hasattr(cls, name)]
    return callable(found[0]) and not any(getattr(f, '_api_private', False) for f in found)


def rows_on(target):
    """Return a function that makes rows about the same target."""

    def row(title, signs, method, **arguments):
        return Attempt(title, signs, target, method, arguments)

    return row
