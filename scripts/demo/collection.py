"""The first collection run of the trader."""


def chase(env, company, day):
    """Run collection as of the day, once the addon offers it."""
    if 'collection.run' in env:
        env['collection.run'].create({'date': day, 'company_id': company.id}).action_run()
