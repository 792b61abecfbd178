import logging

from odoo import models

_logger = logging.getLogger(__name__)


class DiscountCard(models.Model):
    """Messages to the customers of cards: put into the queue of core, sent by its own jobs."""

    _inherit = 'discount.card'

    def _queue_mail(self, template):
        """Queue an e-mail of a `mail.template` for each customer who has an address."""
        cards = self.filtered('partner_id.email')
        template.send_mail_batch(cards.ids, force_send=False)

    def _queue_sms(self, template):
        """Queue a text message of an `sms.template`; core leaves out blacklisted numbers."""
        composer = self.env['sms.composer'].create({
            'composition_mode': 'mass',
            'res_model': self._name,
            'res_ids': repr(self.filtered('partner_id.phone').ids),
            'template_id': template.id,
            'body': template.body,
            'mass_force_send': False,
        })
        composer._action_send_sms()

    def _queue_safely(self, queue, template):
        """Queue messages, or log why they cannot be made: nothing waits for a message.

        :param queue: `_queue_mail` or `_queue_sms`, bound to the cards
        """
        try:
            with self.env.cr.savepoint():
                queue(template)
        except Exception:
            _logger.exception("Message %s of a discount card's tier failed", template.name)
