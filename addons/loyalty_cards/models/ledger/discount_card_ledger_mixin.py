from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

TURNOVERS = 'loyalty_cards.turnovers'  # sums of the ledger, in the cache of the transaction


class DiscountCardLedgerMixin(models.AbstractModel):
    """Rows that are written once, by the program, and never changed or deleted by anybody.

    Superuser is refused as well, and no context helps: the one way in is private, so that no door
    of the server leads to it.
    """

    _name = 'discount.card.ledger.mixin'
    _description = "Append-Only Ledger"

    @api.model_create_multi
    def create(self, vals_list):  # pylint: disable=method-required-super
        raise self._refuse()

    def write(self, vals):  # pylint: disable=method-required-super
        raise self._refuse()

    def unlink(self):  # pylint: disable=method-required-super
        """Not `@api.ondelete`: a key of the context that any client may send switches that off."""
        raise self._refuse()  # pylint: disable=no-raise-unlink

    def _refuse(self):
        return AccessError(
            self.env._(
                "%s is a ledger: the program writes it and nobody changes it.", self._description
            )
        )

    @api.model
    def _append(self, vals_list):
        """Write new rows, whoever causes them: who sells may read the ledger only.

        By one INSERT: `create` took a fifth of the time in which an invoice is posted. What all
        rows have in common is converted and sent once. The database passes over rows that are
        there already, as a unique index tells: nothing is written twice, whoever repeats himself.

        :param list vals_list: stored values by field; a field that is not there stays empty
        :return: the new records
        """
        if not vals_list:
            return self.browse()
        self.env.cr.cache.pop(TURNOVERS, None)
        self.env.flush_all()
        names = [*dict.fromkeys(name for vals in vals_list for name in vals)]
        query = self._prepare_insert(names, vals_list)
        records = self.sudo().browse([row_id for (row_id,) in self.env.execute_query(query)])
        self.env['discount.card'].invalidate_model(['entry_ids', 'tier_log_ids'])
        records.modified(names, create=True)
        return records

    @api.model
    def _prepare_insert(self, names, vals_list):
        """Return SQL that writes rows, one for each of `vals_list`, and gives their ids."""
        arrays, sources, targets = [list(range(len(vals_list)))], [SQL("number")], []
        types = [SQL("int[]")]
        for name in names:
            values = [vals.get(name) for vals in vals_list]
            field = self._fields[name]
            column_type = SQL(field.column_type[1])
            if _are_same(values):
                value = field.convert_to_column_insert(values[0], self)
                targets.append(SQL("%s::%s", value, column_type))
                continue
            target = SQL.identifier(f'column_{len(sources)}')
            targets.append(target)
            sources.append(target)
            types.append(SQL("%s[]", column_type))
            arrays.append(_convert(field, values, self))
        now, uid = self.env.cr.now(), self.env.uid
        return SQL(
            """
            INSERT INTO %s (%s, create_uid, write_uid, create_date, write_date)
            SELECT %s, %s, %s, %s, %s FROM unnest(%s) AS row(%s) ORDER BY number
            ON CONFLICT DO NOTHING
            RETURNING id
            """,
            SQL.identifier(self._table),
            SQL(", ").join(map(SQL.identifier, names)),
            SQL(", ").join(targets),
            *(uid, uid, now, now),
            SQL(", ").join(
                SQL("%s::%s", array, array_type)
                for array, array_type in zip(arrays, types, strict=True)
            ),
            SQL(", ").join(sources),
        )

    def _relink(self, vals):
        """Change who the rows belong to; the caller logs it."""
        # pylint: disable=super-method-mismatch
        self.env.cr.cache.pop(TURNOVERS, None)
        return super(DiscountCardLedgerMixin, self.sudo()).write(vals)


def _are_same(values):
    first = values[0]
    return all(type(value) is type(first) and value == first for value in values)


def _convert(field, values, records):
    """Return values of a column; amounts are given rounded, and have a currency of their own."""
    if field.type == 'monetary':
        return [value or 0.0 for value in values]
    return [field.convert_to_column_insert(value, records) for value in values]
