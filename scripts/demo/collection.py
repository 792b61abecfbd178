"""Who chases, the first collection run, and what the first calls brought."""

from datetime import timedelta

from odoo import Command

HARD_CASES = 4  # the largest go to the collector, the others stay with the salespeople


def chase(env, company, people, day):
    """Run collection as of the day; Maria has called the first customers since."""
    maria = people['maria']
    prepare(env, company, maria)
    env['collection.run'].create({'date': day, 'company_id': company.id}).action_run()
    cases = env['collection.case'].search([('company_id', '=', company.id)])
    hard = cases.sorted('amount_residual', reverse=True)[:HARD_CASES]
    hard.user_id = maria
    promise(hard[0].item_ids[:1], day)
    dispute(hard[1].item_ids[:1], day)


def prepare(env, company, maria):
    team = env['crm.team'].create({
        'name': "Collection",
        'company_id': company.id,
        'is_collection_team': True,
        'user_id': maria.id,
        'member_ids': [Command.link(maria.id)],
    })
    policy = env['collection.policy'].search([('company_id', '=', company.id)])
    policy.write({'team_id': team.id, 'user_id': maria.id})


def promise(item, day):
    item.action_hold('promise', day + timedelta(days=8), "Promised by phone to pay next week")


def dispute(item, day):
    item.action_hold('dispute', day + timedelta(days=15), "Says two boxes were missing")
