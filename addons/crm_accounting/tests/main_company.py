from odoo.addons.account.tests.common import AccountTestInvoicingCommon


class MainCompanyCommon(AccountTestInvoicingCommon):
    """The company of the installation, instead of a new one for each class as core makes it.

    Tests run on a fresh database, where nobody has booked anything in it yet. A company, its
    warehouse and its chart of accounts take longer to make than the tests of most classes.
    """

    @classmethod
    def setup_independent_company(cls, **kwargs):
        return cls.env.ref('base.main_company')
