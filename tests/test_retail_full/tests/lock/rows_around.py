"""Rows of the table: what somebody may try with the records around a debt and its task."""

from odoo import Command

from .table import attempt, rows_on

NOBODY = 'xxxxx xxxxx'
ACCOUNTANTS = 'xxx++ xxxxx'
MAIL = "From: a@example.com\nTo: b@example.com\nMessage-Id: <1@example.com>\nSubject: Hi\n\nHi"


def list_deletions(scene):
    """Whatever the database or core would pull the task away with."""
    partner = rows_on(scene.item.partner_id)
    kind, meeting = rows_on(scene.task.activity_type_id), rows_on(scene.meeting)
    company, team = rows_on(scene.company), rows_on(scene.team)
    return [
        meeting("meeting deleted", '===== =x=xx', 'unlink'),
        meeting("meeting archived", '===== =x=xx', 'action_archive'),
        partner("customer deleted", NOBODY, 'unlink'),
        partner("customer archived", 'x=xx= xxxxx', 'action_archive'),
        kind("type deleted", NOBODY, 'unlink'),
        kind("type archived", 'xxxx= xxxxx', 'action_archive'),
        kind("type of another model", 'xxxx= xxxxx', 'write', vals={'res_model': 'res.partner'}),
        team("team deleted", 'xxxx+ xxxxx', 'unlink'),
        team("team archived", 'xxxx= xxxxx', 'action_archive'),
        company("company deleted", NOBODY, 'unlink'),
        company("company archived", NOBODY, 'action_archive'),
    ]


def list_leavers(scene):
    """Core deletes the tasks of an archived user, and the database those of a deleted one."""
    collector = rows_on(scene.people['salesperson'])
    return [
        collector("collector deleted", 'xxxx= xxxxx', 'unlink'),
        collector("collector archived", 'xxxx= xxxxx', 'action_archive'),
        collector("collector written inactive", 'xxxx= xxxxx', 'write', vals={'active': False}),
    ]


def list_books(scene):
    """Accountants may undo a debt, and the task then goes by the fact; others may not."""
    move = rows_on(scene.by_invoice.move_id)
    line = rows_on(scene.by_invoice.move_line_id)
    return [
        move("reset to draft", ACCOUNTANTS, 'button_draft'),
        move("deleted", NOBODY, 'unlink'),
        move("deleted by force", ACCOUNTANTS, 'unlink', context={'force_delete': True}),
        move("disputed", '+++++ xxxxx', 'action_collection_dispute'),
        move("of another company", NOBODY, 'write', vals={'company_id': scene.company_b.id}),
        move(
            "without items", 'xxx=x xxxxx', 'write', vals={'collection_item_ids': [Command.clear()]}
        ),
        line("not due yet", ACCOUNTANTS, 'write', vals={'date_maturity': '2099-01-01'}),
        line("line deleted", NOBODY, 'unlink'),
        line("line deleted by force", NOBODY, 'unlink', context={'force_delete': True}),
        line("line deleted by a sync", NOBODY, 'unlink', context={'dynamic_unlink': True}),
    ]


def list_companies(scene):
    """Nobody takes a debt along to another company."""
    partner = rows_on(scene.item.partner_id)
    collector = rows_on(scene.people['salesperson'])
    to_b = {'company_id': scene.company_b.id}
    companies = {**to_b, 'company_ids': [Command.set(scene.company_b.ids)]}
    return [
        partner("customer moved", 'x=xx= xxxxx', 'write', vals=to_b),
        collector("collector moved", 'xxxx= xxxxx', 'write', vals=companies),
    ]


def list_merges(scene):
    """Customers are merged with their cases: tasks live on."""
    one, other = scene.item.partner_id, scene.held.partner_id

    def merge(env):
        values = {'dst_partner_id': other.id, 'partner_ids': [Command.set((one | other).ids)]}
        return env['base.partner.merge.automatic.wizard'].create(values)

    return [attempt("customers merged", 'xxxx+ xxxxx', merge, 'action_merge')]


def list_schedules(scene):
    """The wizard that plans activities makes ordinary ones."""
    kind = scene.task.activity_type_id.id

    def schedule(env):
        values = {
            'activity_type_id': kind,
            'res_model': 'collection.case',
            'res_ids': str(scene.case.ids),
        }
        return env['mail.activity.schedule'].create(values)

    return [attempt(name, '===x= xxxxx', schedule, method) for name, method in SCHEDULES]


SCHEDULES = (
    ("planned by the wizard", 'action_schedule_activities'),
    ("planned as done", 'action_schedule_activities_done'),
)


def list_mails(scene):
    """Core makes records of mails as superuser, for whoever may log in: not ours."""
    threads = rows_on(scene.env['mail.thread'])
    values = {
        'collection.policy': {'name': "x", 'company_id': scene.branch.id},
        'collection.case': {
            'partner_id': scene.company.partner_id.id,
            'company_id': scene.company.id,
        },
        'collection.run': {'company_id': scene.company.id, 'state': 'done'},
    }
    return [
        threads(
            f"a mail makes a {model}",
            NOBODY,
            'message_process',
            model=model,
            message=MAIL,
            custom_values=custom,
        )
        for model, custom in values.items()
    ]


def list_imports(scene):
    """The wizard of the web client that imports a file."""
    file = f'.id,active\n{scene.task.id},0\n'.encode()

    def upload(env):
        values = {'res_model': 'mail.activity', 'file': file, 'file_type': 'text/csv'}
        return env['base_import.import'].create(values)

    arguments = {
        'fields': ['.id', 'active'],
        'columns': ['.id', 'active'],
        'options': {'quoting': '"', 'separator': ',', 'has_headers': True},
    }
    return [attempt("imported from a file", '===== =x=xx', upload, 'execute_import', **arguments)]
