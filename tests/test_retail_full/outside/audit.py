"""What must be true of items and tasks whenever nobody is in the middle of something."""

from collections import Counter

UNCHECKED = {
    'company_id': 'res.company',
    'move_id': 'account.move',
    'partner_id': 'res.partner',
    'run_id': 'collection.run',
}


def audit(books, day):
    """Return a sentence for each promise of collection that is broken at the end of `day`."""
    items = books.read_items()
    # A write-off ends the chase and leaves the debt in the books.
    kept = [item for item in items if item['close_reason'] != 'written_off']
    broken = {
        **find_broken_items(kept),
        **find_broken_tasks(kept, read_live_tasks(books)),
        **find_broken_lines(items, read_due_lines(books, day)),
        **find_dangling_ids(books, items),
    }
    return [f"{what}: {sorted(ids)}" for what, ids in broken.items() if ids]


def read_live_tasks(books):
    domain = [('collection_level_id', '!=', False)]
    fields = ['res_model', 'res_id']
    return books.door.call('mail.activity', 'search_read', domain=domain, fields=fields)


def read_due_lines(books, day):
    """Return the id of each receivable line that fell due by `day`, and whether it is paid."""
    lines = books.door.call(
        'account.move.line',
        'search_read',
        domain=[
            ('company_id', '=', books.company_id),
            ('account_type', '=', 'asset_receivable'),
            ('parent_state', '=', 'posted'),
            ('balance', '>', 0),
            ('date_maturity', '<=', str(day)),
        ],
        fields=['reconciled'],
    )
    return {line['id']: line['reconciled'] for line in lines}


def find_broken_items(items):
    per_line = Counter(item['move_line_id'][0] for item in items)
    return {
        "open items of paid lines": [
            item['id'] for item in items if item['state'] != 'closed' and not item['cents']
        ],
        "closed items of lines that are owed": [
            item['id'] for item in items if item['state'] == 'closed' and item['cents']
        ],
        "lines with several items": [line for line, count in per_line.items() if count > 1],
    }


def find_broken_tasks(items, tasks):
    live = {task['id'] for task in tasks}
    wanted = {item['activity_id'] and item['activity_id'][0] for item in items if item['cents']}
    per_document = Counter((task['res_model'], task['res_id']) for task in tasks)
    return {
        "live tasks without an open item": live - wanted,
        "open items without a live task": wanted - live,
        "documents with several tasks": [doc for doc, count in per_document.items() if count > 1],
    }


def find_broken_lines(items, lines):
    chased = {item['move_line_id'][0] for item in items}
    return {
        "due lines without an item": {line for line, is_paid in lines.items() if not is_paid}
        - chased
    }


def find_dangling_ids(books, items):
    """The database does not check these links: what they point at stays as long as the item."""
    ids = [item['id'] for item in items]
    rows = books.door.call('collection.item', 'read', ids, fields=[*UNCHECKED], load='')
    return {
        f"items whose {field} is gone": find_missing(books, model, {row[field] for row in rows})
        for field, model in UNCHECKED.items()
    }


def find_missing(books, model, ids):
    domain, context = [('id', 'in', list(ids - {False}))], {'active_test': False}
    return ids - {False} - set(books.door.call(model, 'search', domain=domain, context=context))
