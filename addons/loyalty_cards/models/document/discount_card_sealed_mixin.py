from odoo import api, fields, models
from odoo.tools.misc import hash_sign, verify_hash_signed

SCOPE = 'loyalty_cards.facts'
HOURS_IN_A_FORM = 24


class DiscountCardSealedMixin(models.AbstractModel):
    """Facts that the program alone states, be it superuser who calls: the ledger relies on them.

    Whoever creates or writes a record, through whatever door and with whatever defaults, the facts
    are taken out of the values. Two ways in are left:

    - `_state_card_facts`, which is private, so that no door of the server leads to it;
    - a *seal*, that is facts which the program itself has signed, for where they have to travel:
      a form gets them by an onchange and brings them back when it is saved, a copy and an invoice
      of an order are made of values. It names whom and what it is about, and is good for a day.

    Judging by superuser would not do: core makes records of a mail that any user hands over as
    superuser. Nor would asking the engine again when a form is saved: an invoice keeps what its
    form has shown, whatever was added to it since.
    """

    _name = 'discount.card.sealed.mixin'
    _description = "Facts that the Program States"

    card_seal = fields.Char(store=False, copy=False)

    # === TO BE OVERRIDDEN === #

    def _get_card_facts(self):
        """Return the facts: what each field says when nothing is known."""
        raise NotImplementedError

    def _get_seal_subject(self, vals):
        """Return what facts are about, as a list: they are worth nothing elsewhere.

        :param dict vals: values that `self`, empty before it is created, is about to have
        """
        raise NotImplementedError

    # === WHAT COMES FROM OUTSIDE === #

    @api.model
    def _add_missing_default_values(self, values):
        """The one place that all values of a new record pass, those of the context included."""
        return self._admit_card_facts(super()._add_missing_default_values(values))

    def write(self, vals):
        if 'card_seal' not in vals and self._get_card_facts().keys().isdisjoint(vals):
            return super().write(vals)
        for record in self:
            admitted = record._admit_card_facts(vals)
            super(DiscountCardSealedMixin, record).write(admitted)
        return True

    def _admit_card_facts(self, vals):
        """Return the values without any facts but those under a seal."""
        facts = self._get_card_facts()
        admitted = {
            name: value for name, value in vals.items() if name not in facts and name != 'card_seal'
        }
        if not self:
            fields = self._fields
            admitted.update({name: facts[name] for name in facts if not fields[name].compute})
        sealed = self._break_card_seal(vals)
        return {**admitted, **sealed} if sealed else self._hear_card_claims(admitted, vals)

    def _hear_card_claims(self, admitted, vals):
        """Return what to write when facts are claimed without a seal: nothing of them.

        :param dict admitted: the values without facts
        :param dict vals: the values as they came
        """
        return admitted

    def _break_card_seal(self, vals):
        """Return the facts under the seal: none if it is not ours, too old, or about others."""
        seal = vals.get('card_seal')
        if not isinstance(seal, str):
            return {}
        try:
            content = verify_hash_signed(self.sudo().env, SCOPE, seal)
        except ValueError:  # not even the form of one: it comes from outside
            content = None
        subject, facts = content or (None, {})
        known = self._get_card_facts()
        return (
            {name: value for name, value in facts.items() if name in known}
            if subject == self._get_seal_subject(vals)
            else {}
        )

    # === WHAT THE PROGRAM SAYS === #

    def _state_card_facts(self, values):
        """Write facts, by the rights of who causes them."""
        kept = self.filtered('id')
        (self - kept).update(values)
        # pylint: disable=super-method-mismatch
        return super(DiscountCardSealedMixin, kept).write(values)

    def _seal_card_facts(self, facts, subject=None):
        """Return a seal of facts: for the same subject unless another one is given."""
        subject = subject or self._get_seal_subject({})
        content = [subject, facts]
        return hash_sign(self.sudo().env, SCOPE, content, expiration_hours=HOURS_IN_A_FORM)

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        nothing = self._get_card_facts()
        for record, vals in zip(self, vals_list, strict=True):
            facts = {name: vals[name] for name in nothing if name in (vals or {})}
            if any(value != nothing[name] for name, value in facts.items()):
                vals['card_seal'] = record._seal_card_facts(facts)
        return vals_list
