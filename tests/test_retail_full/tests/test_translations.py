from io import BytesIO
from pathlib import Path

import polib

from odoo.modules import get_module_path
from odoo.tests import TransactionCase, tagged
from odoo.tools.translate import trans_export

ADDONS = (
    'crm_accounting',
    'crm_accounting_pos',
    'loyalty_cards',
    'pos_hardware',
    'web_image_camera',
)


def read_messages(text):
    return {(entry.msgctxt, entry.msgid) for entry in polib.pofile(text)}


@tagged('post_install', '-at_install')
class TestTranslations(TransactionCase):
    """Translators start from the template: it holds exactly the texts that people see."""

    def test_the_templates_are_up_to_date(self):
        for addon in ADDONS:
            exported = BytesIO()
            trans_export(False, [addon], exported, 'po', self.env)
            template = Path(get_module_path(addon), 'i18n', f'{addon}.pot')
            kept = read_messages(template.read_text()) if template.exists() else set()
            made = read_messages(exported.getvalue().decode())
            with self.subTest(addon=addon):
                self.assertEqual(kept, made, "export it again: odoo i18n export -l pot " + addon)
