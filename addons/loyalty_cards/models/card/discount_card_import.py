from odoo import api, models


class DiscountCard(models.Model):
    """Cards from a spreadsheet: a shop brings thousands of them, with what was bought before."""

    _inherit = 'discount.card'

    @api.model
    def get_import_templates(self):
        return [
            {
                'label': self.env._("Import Template for Discount Cards"),
                'template': '/loyalty_cards/static/xls/discount_cards.xlsx',
            }
        ]

    @api.model
    def load(self, fields, data):
        """Load all rows or none, and name each code that the file holds twice.

        Core goes on after a bad row without the good ones before it, so that it would find the
        second of two equal codes only when everything else was right.
        """
        repeated = self._find_repeated_codes(fields, data)
        with self.env.cr.savepoint() as savepoint:
            # Ten thousand notes that a card was created say nothing and cost half the time.
            quiet = self.with_context(mail_create_nolog=True)
            result = super(DiscountCard, quiet).load(fields, data)
            if repeated:
                savepoint.rollback()
                result['ids'] = False
        messages = self._drop_error_of_all(result['messages'], fields, data)
        reported = {message['rows']['to'] for message in messages if 'rows' in message}
        messages += [message for message in repeated if message['rows']['to'] not in reported]
        return {**result, 'messages': messages}

    @api.model
    def _drop_error_of_all(self, messages, fields, data):
        """Leave out the error that core met with all rows together and puts down to the first row.

        The row that it is about says the same, and the first one alone is right.
        """
        first, others = messages[:1], messages[1:]
        is_said_again = any(
            message['type'] == 'error' and message['message'] == first[0]['message']
            for message in others
        )
        if not is_said_again or 'rows' not in first[0]:
            return messages
        start, end = first[0]['rows']['from'], first[0]['rows']['to']
        return messages if self._is_refused(fields, data[start : end + 1]) else others

    @api.model
    def _is_refused(self, fields, data):
        """Say whether rows would not be loaded even without the others."""
        with self.env.cr.savepoint() as savepoint:
            # pylint: disable=super-method-mismatch
            result = super().load(fields, data)
            savepoint.rollback()
        return bool(result['messages'])

    @api.model
    def _find_repeated_codes(self, fields, data):
        """
        :param list fields: columns of the file
        :param list data: its rows
        :return: a message, as core's, for each row whose code and company stood in a row above
        :rtype: list
        """
        if 'code' not in fields:
            return []
        columns = [
            index
            for index, name in enumerate(fields)
            if name.split('/')[0] in ('code', 'company_id')
        ]
        limit = self.env.context.get('_import_limit')
        first_rows, messages = {}, []
        for number, row in enumerate(data[:limit]):
            key = tuple(self._normalise_code(str(row[column])) for column in columns)
            first = first_rows.setdefault(key, number)
            if first != number:
                messages.append(self._describe_repeated_code(row[fields.index('code')], number))
        return messages

    @api.model
    def _describe_repeated_code(self, code, number):
        return {
            'type': 'error',
            'message': self.env._("Card %s stands in the file twice.", code),
            'field': 'code',
            'record': number,
            'rows': {'from': number, 'to': number},
        }
