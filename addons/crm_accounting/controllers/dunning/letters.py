from odoo.http import Controller, content_disposition, request, route


class CollectionLetters(Controller):
    """Letters on paper, handed out after they were judged and noted as printed."""

    @route('/collection/letters/<string:numbers>', type='http', auth='user', readonly=True)
    def print_letters(self, numbers, **_kw):
        """Return the printed letters of these ids, with commas between, as one PDF."""
        ids = [int(number) for number in numbers.split(',') if number.isdecimal()]
        letters = request.env['collection.letter'].search([
            ('id', 'in', ids),
            ('print_state', '=', 'printed'),
        ])
        if not letters:
            raise request.not_found()
        # The user may read the letters; what they show is noted on them.
        pdf = letters.sudo()._render_pdf()
        return request.make_response(
            pdf,
            headers=[
                ('Content-Type', 'application/pdf'),
                ('Content-Length', len(pdf)),
                ('Content-Disposition', content_disposition('letters.pdf')),
            ],
        )
