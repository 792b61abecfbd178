"""Fields that a printed form may name: who may read them, and how they are printed.

A path is a chain of fields, `partner_id.country_id.name`. It is followed field by field: no method
is called, nothing is evaluated.
"""

import re
from difflib import get_close_matches

from markupsafe import Markup, escape

from odoo.exceptions import AccessError

PRINTED_TYPES = frozenset((
    *('boolean', 'char', 'date', 'datetime', 'float', 'html', 'integer', 'many2many'),
    *('many2one', 'monetary', 'one2many', 'selection', 'text'),
))
RELATIONS = ('many2one', 'one2many', 'many2many')
DEPTH = 6
# Whoever may read them in a screen: they are no part of a letter.
SECRET = re.compile(r'passw|secret|token|api_?key|private|totp|otp_|hash|signup|oauth|creden')
SECRET_MODELS = re.compile(
    r'(ir|base|bus|mail|auth\w*|fetchmail|iap|sms|certificate)\.|res\.(users\.|groups|config|device)'
)
USER_FIELDS = frozenset(('name', 'display_name', 'email', 'phone', 'partner_id', 'function'))


class Refusal(Exception):
    """Why a path cannot be printed.

    :ivar str reason: 'unknown', 'forbidden' (to this user) or 'secret' (to everybody)
    :ivar str name: the first field that is refused, from the beginning of the path on
    :ivar list close: paths that may have been meant
    """

    def __init__(self, reason, name, close=()):
        super().__init__(reason, name)
        self.reason, self.name, self.close = reason, name, list(close)


def check_path(model, path):
    """Ask whether the user of a model may print a path of it.

    :param odoo.models.Model model: of the user who asks
    :param str path: names of fields with dots between
    :raise Refusal: with the first reason not to
    """
    names = path.split('.')
    if len(names) > DEPTH:
        raise Refusal('unknown', path)
    for position, name in enumerate(names):
        field = _check_field(model, names[:position], name)
        if field.type == 'properties':
            return _check_property(model, names, position)
        if position + 1 < len(names):
            if field.type not in RELATIONS:
                raise Refusal('unknown', '.'.join(names[: position + 2]))
            model = model.env[field.comodel_name]
        elif field.type in RELATIONS:
            _check_model(model.env[field.comodel_name], path)
    return None


def describe_printable(env):
    """Return what a screen needs to offer only fields that `check_path` accepts."""
    readable = env['ir.model.access']._get_allowed_models('read')
    return {
        'models': sorted(name for name in readable if not SECRET_MODELS.match(name)),
        'secret': SECRET.pattern,
        'user_fields': sorted(USER_FIELDS),
    }


def _check_model(model, path):
    if SECRET_MODELS.match(model._name):
        raise Refusal('secret', path)
    if not model.has_access('read'):
        raise Refusal('forbidden', path)


def _check_field(model, before, name):
    path = '.'.join([*before, name])
    _check_model(model, path)
    field = model._fields.get(name)
    if field is None:
        raise Refusal('unknown', path, suggest(model, before, name))
    if SECRET.search(name) or (model._name == 'res.users' and name not in USER_FIELDS):
        raise Refusal('secret', path)
    if not model._has_field_access(field, 'read'):
        raise Refusal('forbidden', path)
    if field.type not in PRINTED_TYPES and field.type != 'properties':
        raise Refusal('secret', path)
    return field


def _check_property(model, names, position):
    """A property is a field that users have made: its definition tells that it is there."""
    path = '.'.join(names)
    if len(names) != position + 2 or not re.fullmatch(r'\w+', names[-1]):
        raise Refusal('unknown', path)
    definition = model.get_property_definition('.'.join(names[position:]))
    if not definition:
        raise Refusal('unknown', path)
    if definition.get('comodel'):
        _check_model(model.env[definition['comodel']], path)


def suggest(model, before, name):
    """Return paths that are spelt like one that does not exist, or are called so on screens."""
    fields = model.fields_get(attributes=['string', 'type'])
    words = {field: field for field in fields if fields[field]['type'] in PRINTED_TYPES}
    words |= {fields[field]['string'].lower(): field for field in list(words)}
    close = get_close_matches(name.lower().replace(' ', '_'), words, 3, 0.6)
    close += get_close_matches(name.lower(), words, 3, 0.6)
    found = dict.fromkeys(words[word] for word in close)
    return ['.'.join([*before, field]) for field in list(found)[:3]]


# === PRINTED === #


def read_path(record, path):
    """Return the value of a path as HTML, with the rights of the record's user.

    :param odoo.models.Model record: in the language of the print
    :param str path: a path that `check_path` has accepted
    :rtype: Markup
    :raise Refusal: where this user may read less than who wrote the form
    """
    *names, last = path.split('.')
    for name in names:
        if record._fields.get(name) is not None and record._fields[name].type == 'properties':
            return _read_property(record, name, last)
        record = _read(record, name, path)
    values = [_format(one, last) for one in _check_records(record, last, path)]
    return Markup(', ').join(value for value in values if value)


def _read(records, name, path):
    return _check_records(records, name, path).mapped(name)


def _check_records(records, name, path):
    """Ask again, for these records and this user: a cache knows no rights."""
    field = _check_field(records.browse(), [], name)
    if field.type in RELATIONS:
        _check_model(records.env[field.comodel_name], path)
    try:
        records.check_access('read')
    except AccessError as error:
        raise Refusal('forbidden', path) from error
    return records


def _format(record, name):
    field, value = record._fields[name], record[name]
    if field.type == 'boolean':
        return escape(record.env._("Yes") if value else record.env._("No"))
    if field.type in RELATIONS:
        return escape(", ".join(_check_records(value, 'display_name', name).mapped('display_name')))
    converter = f'ir.qweb.field.{field.type}'
    env = record.env
    Converter = env[converter] if converter in env else env['ir.qweb.field']
    return Converter.record_to_html(record, name, {}) or Markup()


def _read_property(records, name, last):
    values = []
    for record in _check_records(records, name, name):
        for definition in record.read([name])[0][name]:
            if definition['name'] == last:
                values.append(_format_property(record, definition))
    return Markup(', ').join(filter(None, values))


def _format_property(record, definition):
    """Return a property as HTML; `read` has the names of records with it."""
    kind, value = definition['type'], definition.get('value')
    if kind == 'boolean':
        return escape(record.env._("Yes") if value else record.env._("No"))
    if not value and value != 0:
        return Markup()
    if kind == 'selection':
        return escape(dict(definition['selection']).get(value, ''))
    if kind == 'tags':
        return escape(", ".join(tag[1] for tag in definition['tags'] if tag[0] in value))
    if kind == 'many2one':
        return escape(value[1] or '')
    if kind == 'many2many':
        return escape(", ".join(pair[1] or '' for pair in value))
    if kind == 'html':
        return Markup(value)  # cleaned as every value is
    if kind == 'monetary' and (
        currency := record[definition.get('currency_field') or 'currency_id']
    ):
        options = {'display_currency': currency}
        return record.env['ir.qweb.field.monetary'].value_to_html(value, options)
    if kind in ('integer', 'float', 'date', 'datetime', 'text'):
        return record.env[f'ir.qweb.field.{kind}'].value_to_html(value, {})
    return escape(value)
