import base64
from io import BytesIO

from PIL import Image

from odoo.tests import new_test_user, tagged

from odoo.addons.web_image_camera.tests.common import CameraCase


@tagged('post_install', '-at_install')
class TestPhotoTour(CameraCase):
    """A customer is photographed with the camera of a real browser, a fake one."""

    def test_a_customer_is_photographed(self):
        groups = 'crm_accounting.crm_accounting_group_user,base.group_partner_manager'
        new_test_user(self.env, 'photographer', groups)
        customer = self.env['res.partner'].create({'name': "Bakery Ltd"})
        self.start_tour(
            f'/odoo/res.partner/{customer.id}', 'crm_accounting_photo', login='photographer'
        )
        picture = Image.open(BytesIO(base64.b64decode(customer.image_1920)))
        self.assertEqual((picture.format, picture.size), ('JPEG', (1920, 1920)))
        darkest, brightest = picture.convert('L').getextrema()
        self.assertGreater(brightest - darkest, 100, "the picture shows nothing")
