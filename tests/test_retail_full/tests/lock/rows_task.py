"""Rows of the table: what somebody may try with the task, by itself and from its document."""

from odoo import Command

from .table import rows_on

NOBODY = 'xxxxx xxxxx'
# The task of a person, or of an own document, may be planned by that person.
WHO_WORKS = '===x= xxxxx'
# An import answers with messages.
IMPORTED = '===== =x=xx'


def list_ends(task):
    """Every public method that ends a task, and every way to write that it has ended."""
    row = rows_on(task)
    rows = rows_on(task.browse())
    inactive = {'active': False}
    return [
        row("marked done", NOBODY, 'action_done'),
        row("done with feedback", NOBODY, 'action_feedback', feedback="Paid, I swear"),
        row("done, next one", NOBODY, 'action_done_schedule_next'),
        row("done with feedback, next one", NOBODY, 'action_feedback_schedule_next'),
        row("done from the list", NOBODY, 'action_done_redirect_to_other'),
        row("cancelled", NOBODY, 'action_cancel'),
        row("deleted", NOBODY, 'unlink'),
        row("deleted with its meeting", NOBODY, 'unlink_w_meeting'),
        row("archived", NOBODY, 'action_archive'),
        row("toggled", NOBODY, 'toggle_active'),
        row("written inactive", NOBODY, 'write', vals=inactive),
        row("written inactive by a number", NOBODY, 'write', vals={'active': 0}),
        row("saved inactive", NOBODY, 'web_save', vals=inactive, specification={}),
        row("saved in a list", NOBODY, 'web_save_multi', vals_list=[inactive], specification={}),
        row("numbered", NOBODY, 'web_resequence', specification={}, field_name='active'),
        rows("imported", IMPORTED, 'load', fields=['.id', 'active'], data=[[str(task.id), '0']]),
    ]


def list_changes(task, elsewhere):
    """Ways to take a task from its debt without ending it."""
    row = rows_on(task)
    rows = rows_on(task.browse())
    models = task.env['ir.model']
    own, other = models._get_id(task.res_model), models._get_id('res.partner')
    todo = task.env.ref('mail.mail_activity_data_todo').id
    free = {'res_model_id': False, 'res_id': False}
    moved = {'res_model_id': other, 'res_id': elsewhere.id}
    renamed = {'res_model': 'res.partner', 'res_id': elsewhere.id}
    mixed = {'res_model_id': own, 'res_model': 'res.partner', 'res_id': task.res_id}
    twisted = {'res_model_id': other, 'res_model': task.res_model, 'res_id': task.res_id}
    cells = [[str(task.id), 'res.partner', str(elsewhere.id)]]
    return [
        row("moved to a record", NOBODY, 'write', vals={'res_id': task.res_id + 1}),
        row("moved to a model", NOBODY, 'write', vals=moved),
        row("moved by the name of a model", NOBODY, 'write', vals=renamed),
        row("moved by two models", '===x= xxxxx', 'write', vals=mixed),
        row("moved by two models, twisted", NOBODY, 'write', vals=twisted),
        row("made free", NOBODY, 'write', vals=free),
        row("saved as free", NOBODY, 'web_save', vals=free, specification={}),
        rows("imported", IMPORTED, 'load', fields=['.id', 'res_model', 'res_id'], data=cells),
        row("made another type", NOBODY, 'write', vals={'activity_type_id': todo}),
        row("made no type", NOBODY, 'write', vals={'activity_type_id': False}),
        row("freed of its mark", NOBODY, 'write', vals={'is_collection': False}),
        row("freed of its level", NOBODY, 'write', vals={'collection_level_id': False}),
        row("freed of items", NOBODY, 'write', vals={'collection_item_ids': [Command.clear()]}),
        row(
            "translated",
            WHO_WORKS,
            'update_field_translations',
            field_name='summary',
            translations={'en_US': "Nothing to do"},
        ),
    ]


def list_work(task, scene):
    """What may be done: to take, give, plan and describe a task, or to make another one."""
    row = rows_on(task)
    rows = rows_on(task.browse())
    person = scene.people['manager'].id
    document = {'res_model_id': task.res_model_id.id, 'res_id': task.res_id}
    return [
        row("given", WHO_WORKS, 'write', vals={'user_id': person}),
        row("put off", WHO_WORKS, 'write', vals={'date_deadline': '2099-12-31'}),
        row("described", WHO_WORKS, 'web_save', vals={'note': "x"}, specification={}),
        row("due today", WHO_WORKS, 'action_reschedule_today'),
        row("due tomorrow", WHO_WORKS, 'action_reschedule_tomorrow'),
        row("due next week", WHO_WORKS, 'action_reschedule_nextweek'),
        row("told again", WHO_WORKS, 'action_notify'),
        row("planned as a meeting", WHO_WORKS, 'action_create_calendar_event'),
        row("revived", WHO_WORKS, 'action_unarchive'),
        row("copied", WHO_WORKS, 'copy'),
        rows("another one", WHO_WORKS, 'create', vals_list=[document]),
        rows("by name", NOBODY, 'name_create', name="Nothing to do"),
    ]


def list_done(task, elsewhere):
    """A done task is an ordinary one: it may be deleted, yet not revived nor moved to a debt."""
    row = rows_on(task)
    return [
        row("revived", NOBODY, 'action_unarchive'),
        row("revived by writing", NOBODY, 'write', vals={'active': True}),
        row("moved to another debt", NOBODY, 'write', vals={'res_id': elsewhere.id}),
        row("deleted", WHO_WORKS.replace('=', '+'), 'unlink'),
        row("cancelled", WHO_WORKS, 'action_cancel'),
    ]


def list_from_document(task, document, blind, planners):
    """The methods that every record with activities has, and commands to its activities.

    :param str blind: outcomes for methods that look for a task, which some do not find
    :param str planners: outcomes for what a reader of the document may do
    """
    row = rows_on(document)
    types = list(task.activity_type_id.get_external_id().values())
    by_type = {'act_type_xmlids': types}
    later = {**by_type, 'date_deadline': '2099-12-31'}
    ended = Command.update(task.id, {'active': False})

    def by_command(title, signs, *commands):
        return row(title, signs, 'write', vals={'activity_ids': list(commands)})

    return [
        row("done by its type", blind, 'activity_feedback', **by_type),
        row("done, also by hand", blind, 'activity_feedback', **by_type, only_automated=False),
        row("deleted by its type", blind, 'activity_unlink', **by_type),
        row("put off by its type", '===== =x=xx', 'activity_reschedule', **later),
        row("planned", planners, 'activity_schedule', act_type_xmlid=types[0]),
        row("mine today", planners, 'action_reschedule_my_next_today'),
        row("mine tomorrow", planners, 'action_reschedule_my_next_tomorrow'),
        row("mine next week", planners, 'action_reschedule_my_next_nextweek'),
        by_command("deleted by a command", NOBODY, Command.delete(task.id)),
        by_command("unlinked by a command", NOBODY, Command.unlink(task.id)),
        by_command("cleared by a command", NOBODY, Command.clear()),
        by_command("replaced by a command", NOBODY, Command.set([])),
        by_command("ended by a command", NOBODY, ended),
    ]
