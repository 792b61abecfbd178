"""Rows of the table: what somebody may try with items, cases, runs, policies and levels."""

from odoo import Command

from .table import attempt, rows_on

NOBODY = 'xxxxx xxxxx'
MANAGERS = 'xx+x+ xxxxx'
COLLECTORS = '+++x+ xxxxx'


def list_items(scene):
    """Nobody has write access to items: there are four actions, which ask who calls."""
    item = scene.item
    row, rows = rows_on(item), rows_on(item.browse())
    until = str(scene.later)
    values = {'case_id': scene.case.id, 'move_line_id': item.move_line_id.id, 'state': 'closed'}
    cells = [[str(item.id), 'closed']]
    return [
        row("held", COLLECTORS, 'action_hold', reason='promise', until=until),
        row("held for ever", NOBODY, 'action_hold', reason='promise', until='2999-01-01'),
        row("promised", COLLECTORS, 'action_promise', date=until),
        row("promised for ever", NOBODY, 'action_promise', date='2999-01-01'),
        row("promised more than owed", NOBODY, 'action_promise', date=until, amount=1e6),
        row("held without a day", NOBODY, 'action_hold'),
        row("held because paid", NOBODY, 'action_hold', reason='paid', until=until),
        rows_on(scene.promise)("promise taken back", COLLECTORS, 'action_withdraw'),
        rows_on(scene.dispute)("dispute settled", COLLECTORS, 'action_settle_for_us'),
        rows_on(scene.dispute)("dispute won", COLLECTORS, 'action_settle_for_customer'),
        rows_on(scene.dispute)("dispute withdrawn", COLLECTORS, 'action_withdraw'),
        rows_on(scene.held)("released", COLLECTORS, 'action_release'),
        rows_on(scene.paid)("paid and held", NOBODY, 'action_hold', reason='other', until=until),
        row("written off", MANAGERS, 'action_write_off', reason="Bankrupt"),
        row("written off without a word", NOBODY, 'action_write_off', reason=" "),
        rows_on(scene.given_up)("chased again", MANAGERS, 'action_chase_again'),
        rows_on(scene.paid)("paid and chased again", 'xx=x= xxxxx', 'action_chase_again'),
        row("closed", NOBODY, 'write', vals={'state': 'closed'}),
        row("saved as closed", NOBODY, 'web_save', vals={'state': 'closed'}, specification={}),
        row("taken from its task", NOBODY, 'write', vals={'activity_id': False}),
        row("deleted", NOBODY, 'unlink'),
        row("copied", NOBODY, 'copy'),
        rows("made", NOBODY, 'create', vals_list=[values]),
        rows("imported", '===== xx=xx', 'load', fields=['.id', 'state'], data=cells),
    ]


def list_questions(scene):
    """The wizards: they ask the item's own actions."""

    def hold(env):
        values = {'item_ids': [Command.set(scene.item.ids)], 'until': scene.later}
        return env['collection.item.hold'].create(values)

    def promise(env):
        values = {'item_ids': [Command.set(scene.item.ids)], 'date': scene.later}
        return env['collection.promise.make'].create(values)

    def dispute(env):
        return env['collection.dispute.open'].create({'move_id': scene.item.move_id.id})

    def no_chase(env):
        values = {'case_id': scene.case.id, 'until': scene.later, 'reason': "Ill"}
        return env['collection.case.no.chase'].create(values)

    def write_off(env):
        values = {'item_ids': [Command.set(scene.item.ids)], 'reason': "Bankrupt"}
        return env['collection.item.write.off'].create(values)

    return [
        attempt("held by the wizard", COLLECTORS, hold, 'action_apply'),
        attempt("promised by the wizard", COLLECTORS, promise, 'action_apply'),
        attempt("disputed by the wizard", '+++++ xxxxx', dispute, 'action_apply'),
        attempt("not chased by the wizard", COLLECTORS, no_chase, 'action_apply'),
        attempt("written off by the wizard", MANAGERS, write_off, 'action_apply'),
    ]


def list_cases(scene):
    """A case may be given to somebody; what it is about stays."""
    case, until = scene.case, str(scene.later)
    row, rows = rows_on(case), rows_on(case.browse())
    partner, company = scene.held.partner_id.id, scene.company_b.id
    identity = {'partner_id': scene.company.partner_id.id, 'company_id': scene.company.id}
    update = {'msg_dict': {'from': 'a@example.com'}, 'update_vals': {'partner_id': partner}}
    return [
        row("given", '===x= xxxxx', 'write', vals={'user_id': scene.people['manager'].id}),
        row("not chased", COLLECTORS, 'action_stop_chasing', until=until, reason="Ill"),
        row("not chased without a word", NOBODY, 'action_stop_chasing', until=until, reason=" "),
        row("not chased by hand", NOBODY, 'write', vals={'no_chase_until': until}),
        row("chased again", '===x= xxxxx', 'action_resume_chasing'),
        row("given to a stranger", NOBODY, 'write', vals={'user_id': scene.people['foreigner'].id}),
        row("of another customer", NOBODY, 'write', vals={'partner_id': partner}),
        row("of another company", NOBODY, 'write', vals={'company_id': company}),
        row("of another level", NOBODY, 'web_save', vals={'level_id': False}, specification={}),
        row("updated by mail", NOBODY, 'message_update', **update),
        row("without items", NOBODY, 'write', vals={'item_ids': [Command.clear()]}),
        row("deleted", NOBODY, 'unlink'),
        row("copied", NOBODY, 'copy'),
        rows("made", NOBODY, 'create', vals_list=[identity]),
    ]


def list_calls(scene):
    """Who may see the case logs calls, which move its tasks; only who made one takes it back."""
    row, calls = rows_on(scene.case), rows_on(scene.call)
    promise = {'date': str(scene.later)}
    foreign = {**promise, 'item_ids': scene.held.ids}
    dispute = {'move_id': scene.item.move_id.id, 'reason': 'price'}
    log = 'action_log_call'
    return [
        row("called", '===x= xxxxx', log, result='not_reached'),
        row("called for ever", NOBODY, log, result='not_reached', next_date='2999-01-01'),
        row("promised by phone", COLLECTORS, log, result='promised', promise=promise),
        row("promised for another", NOBODY, log, result='promised', promise=foreign),
        row("disputed by phone", COLLECTORS, log, result='disputes', dispute=dispute),
        calls("taken back", NOBODY, 'action_undo'),
        calls("planned anew", NOBODY, 'action_other_day', date=str(scene.later)),
        calls("not made", NOBODY, 'write', vals={'active': False}),
    ]


def list_runs(scene):
    """Managers run; what has run is history."""
    row, drafts = rows_on(scene.history), rows_on(scene.draft)
    rows = rows_on(scene.history.browse())
    day = {'date': '2024-06-01', 'company_id': scene.company.id}
    lines = rows_on(scene.history.line_ids)
    return [
        drafts("previewed", MANAGERS, 'action_preview'),
        drafts("run", MANAGERS, 'action_run'),
        drafts("of another day", MANAGERS, 'write', vals={'date': '2024-06-01'}),
        drafts("of another company", NOBODY, 'write', vals={'company_id': scene.company_b.id}),
        drafts("written as done", NOBODY, 'write', vals={'state': 'done'}),
        drafts("deleted", MANAGERS, 'unlink'),
        rows("made", MANAGERS, 'create', vals_list=[day]),
        rows("made as done", NOBODY, 'create', vals_list=[{**day, 'state': 'done'}]),
        row("history deleted", NOBODY, 'unlink'),
        row("history run again", NOBODY, 'action_run'),
        row("history previewed again", NOBODY, 'action_preview'),
        row("history of another day", NOBODY, 'write', vals={'date': '2024-06-01'}),
        row("history without items", NOBODY, 'write', vals={'item_ids': [Command.clear()]}),
        row("history without results", NOBODY, 'write', vals={'line_ids': [Command.clear()]}),
        lines("results written", NOBODY, 'write', vals={'count': 0}),
        lines("results deleted", NOBODY, 'unlink'),
    ]


def list_policies(scene):
    """Managers set the policy and the levels of their own companies."""
    row = rows_on(scene.policy)
    theirs, level = rows_on(scene.policy_b), rows_on(scene.policy.level_ids[0])
    foreign = rows_on(scene.policy_b.level_ids[0])
    rows = rows_on(scene.policy.browse())
    to_branch, to_b = {'company_id': scene.branch.id}, {'company_id': scene.company_b.id}
    strange = {'policy_id': scene.policy.id, 'days': 3}
    return [
        row("started", MANAGERS.replace('+', '='), 'action_start'),
        row("stopped", MANAGERS, 'action_stop'),
        row("previewed", MANAGERS, 'action_preview'),
        row("letters set up", MANAGERS, 'action_set_up_letters'),
        row("letters sent", NOBODY, 'action_start_writing'),  # no level writes
        row("letters kept back", MANAGERS.replace('+', '='), 'action_stop_writing'),
        row("by invoice", MANAGERS, 'write', vals={'grouping': 'invoice'}),
        row("said to have run", NOBODY, 'write', vals={'last_scheduled_date': '2099-01-01'}),
        row("of another company", NOBODY, 'write', vals=to_b),
        row("deleted", NOBODY, 'unlink'),
        row("without levels", MANAGERS, 'write', vals={'level_ids': [Command.clear()]}),
        theirs("put over our branch", NOBODY, 'write', vals=to_branch),
        rows("made for our branch", NOBODY, 'create', vals_list=[{'name': "x", **to_branch}]),
        foreign("level put into ours", NOBODY, 'write', vals=strange),
        level("level put into theirs", NOBODY, 'write', vals={'policy_id': scene.policy_b.id}),
        level("level changed", MANAGERS, 'write', vals={'days': 3}),
        level("level copied", NOBODY, 'copy'),
        level("level deleted", MANAGERS, 'unlink'),
    ]
