import json
import uuid
from base64 import b64encode

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..pages import TooManyPages, render_pages
from ..wire import BYTES_OF_CONTENT, LETTERS_OF_DOCUMENT
from .pos_hardware_job import SECONDS_TO_DEADLINE_OF_REPORT


class PosHardwareReportRule(models.Model):
    """Which report of Odoo comes out at which printer, instead of as a download."""

    _name = 'pos.hardware.report.rule'
    _description = "Report to a Printer"
    _order = 'sequence, id'
    _rec_name = 'report_id'
    _check_company_auto = True

    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10, help="The first rule that fits counts.")
    report_id = fields.Many2one(
        comodel_name='ir.actions.report',
        required=True,
        ondelete='cascade',
        index=True,
        domain="[('report_type', 'in', ('qweb-pdf', 'qweb-text'))]",
    )
    company_id = fields.Many2one(
        comodel_name='res.company', required=True, index=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one(
        comodel_name='res.users', string="Only for", help="Without a user: for everybody."
    )
    config_id = fields.Many2one(
        comodel_name='pos.config',
        string="Only at",
        check_company=True,
        help="For the user who opened the session of this till, as long as it is open.",
    )
    device_id = fields.Many2one(
        comodel_name='pos.hardware.device',
        string="Printer",
        required=True,
        ondelete='cascade',
        index=True,
        check_company=True,
        domain="[('kind', '=', 'printer')]",
    )

    @api.constrains('device_id')
    def _check_device_prints(self):
        for device in self.device_id:
            if device.kind != 'printer':
                raise ValidationError(
                    self.env._("%s prints nothing: choose a printer.", device.display_name)
                )

    @api.model
    def print_report(self, report_name, docids=None, data=None):
        """Send a report to the printer that a rule names, as the user may read the documents.

        :param str report_name: technical name of the report
        :param list docids: of the documents
        :param dict data: of a report that has a wizard
        :return dict: False where no rule fits; else `uuid`, `device`, `document` and `is_connected`
            of the job, or `refused`: why it has to be downloaded
        """
        report = self.env['ir.actions.report']._get_report_from_name(report_name)
        rule_sudo = self._find_rule_sudo(report)
        if not rule_sudo:
            return False
        try:
            order = self._render_order(report, docids, data)
        except TooManyPages:
            return {'refused': self.env._("It has too many pages for this printer.")}
        if not order or not order['content']:
            return False
        if len(order['content']) > BYTES_OF_CONTENT:
            return {'refused': self.env._("It has too many pictures for this printer.")}
        return self._send(rule_sudo.device_id, order)

    @api.model
    def _find_rule_sudo(self, report):
        """Return the first rule that fits; everybody prints by them, only managers see them."""
        if not self.env.user._is_internal():
            return self.sudo().browse()
        sessions_sudo = self.env['pos.session'].sudo()
        own = [('user_id', '=', self.env.uid), ('state', '!=', 'closed')]
        tills = sessions_sudo.search(own).config_id
        return self.sudo().search(
            [
                ('report_id', '=', report.id),
                ('company_id', '=', self.env.company.id),
                ('user_id', 'in', (False, self.env.uid)),
                ('config_id', 'in', (False, *tills.ids)),
                ('device_id.active', '=', True),
                ('device_id.kind', '=', 'printer'),
                ('device_id.proxy_id.state', '!=', 'revoked'),
            ],
            limit=1,
        )

    @api.model
    def _render_order(self, report, ids, data):
        """Return what is to be printed; False where the report is no document to print."""
        # Not on the record: it was found with all rights, and the documents are not.
        reports = self.env['ir.actions.report']
        rendered, kind = reports._render(report.report_name, ids or None, data=data)
        document = self._get_document(report, ids)
        if kind == 'text':
            content = rendered if isinstance(rendered, bytes) else rendered.encode()
            return {'kind': 'raw', 'content': content, 'document': document}
        if kind != 'pdf':
            return False
        lines = self._get_lines(render_pages(rendered))
        content = lines and json.dumps({'version': 1, 'lines': lines}).encode()
        return {'kind': 'receipt', 'content': content, 'document': document}

    @api.model
    def _get_lines(self, pages):
        """Return the lines of a structured receipt: each page a picture that is cut off."""
        pictures = [{'type': 'picture', 'data': b64encode(page).decode()} for page in pages]
        return [line for picture in pictures for line in (picture, {'type': 'cut'})]

    @api.model
    def _get_document(self, report, ids):
        names = self.env[report.model].browse(ids or ()).mapped('display_name')
        return f"{report.name} {', '.join(names)}".strip()[:LETTERS_OF_DOCUMENT]

    @api.model
    def _send(self, device_sudo, order):
        jobs_sudo = self.env['pos.hardware.job'].sudo()  # nobody creates jobs by hand
        order = {**order, 'uuid': str(uuid.uuid4())}
        job = jobs_sudo._place(device_sudo, order, SECONDS_TO_DEADLINE_OF_REPORT)
        return {
            'uuid': job.uuid,
            'device': device_sudo.display_name,
            'document': job.document,
            'is_connected': device_sudo.proxy_id.state == 'online',
        }
