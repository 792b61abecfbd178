from odoo import Command
from odoo.tests import new_test_user

from ..collection.common import TODAY, CollectionCommon

LAST_DAY = '2024-06-21'
DAY_BACK = '2024-06-22'


class AbsenceCommon(CollectionCommon):
    """Anna goes on holiday, Ben works her tasks; Carl is there, too."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = {'company_id': cls.company.id, 'company_ids': [Command.set(cls.company.ids)]}
        cls.anna, cls.ben, cls.carl = (
            new_test_user(
                cls.env,
                name.lower(),
                'crm_accounting.crm_accounting_group_user',
                name=name,
                **company,
            )
            for name in ("Anna", "Ben", "Carl")
        )
        cls.invoice = cls._invoice()
        cls.invoice.invoice_user_id = cls.anna
        cls._run()
        cls.item = cls._items(cls.invoice)
        cls.case, cls.task = cls.item.case_id, cls.item.activity_id
        cls.team = cls.env['crm.team'].create({
            'name': "Collection",
            'company_id': cls.company.id,
            'is_collection_team': True,
            'member_ids': [Command.set((cls.anna | cls.carl).ids)],
        })

    @classmethod
    def _leave(cls, user=None, substitute='ben', end=LAST_DAY, start=TODAY, by=None):
        """Return an absence as who enters it sees it: the person, if nobody else is named."""
        user = user or cls.anna
        return (
            cls
            .env['collection.absence']
            .with_user(by or user)
            .create({
                'user_id': user.id,
                'substitute_id': substitute and getattr(cls, substitute).id,
                'date_start': start,
                'date_end': end,
            })
        )

    @classmethod
    def _follow_on(cls, day):
        """Do what the scheduled action does every hour, on another day."""
        with cls.freeze(day):
            cls.env['collection.absence']._follow()

    def _new_task_of(self, user):
        """Return the task of a new customer whose invoices are those of `user`."""
        invoice = self._invoice(partner=self.env['res.partner'].create({'name': "New Ltd"}))
        invoice.invoice_user_id = user
        self._run()
        return self._items(invoice).activity_id
