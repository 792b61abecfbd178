from odoo.tests import tagged

from .common import PRINTER, HardwareCommon, new_uuid


@tagged('post_install', '-at_install')
class TestScreens(HardwareCommon):
    """What a hello leaves behind, and how it is put for a manager of a shop."""

    def hello_with(self, *devices, **values):
        return self.proxy._hello(self.told(self.hello(*devices, **values)))

    def words(self):
        printer = self.printer.with_user(self.manager)
        return printer.state, printer.condition

    def count_messages(self, do):
        """Return how many times open screens were told to read anew."""
        self.env.cr.precommit.run()
        messages = [('message', 'like', 'pos_hardware.changed')]
        before = self.env['bus.bus'].search_count(messages)
        do()
        self.env.cr.precommit.run()
        return self.env['bus.bus'].search_count(messages) - before

    def test_a_printer_is_told_of_in_plain_words(self):
        for device, words in (
            ({}, ('ready', "Ready")),
            ({'near_end': True}, ('near_end', "Paper nearly out")),
            ({'ready': False, 'faults': ['paper_out']}, ('fault', "Paper out")),
            (
                {'ready': False, 'faults': ['mute', 'cutter']},
                ('fault', "Does not answer, Cutter jammed"),
            ),
            (
                {'ready': False, 'messages': ["It burns."]},
                ('fault', "It burns."),
            ),
            ({'ready': False}, ('fault', "Needs someone")),
        ):
            self.hello_with(device)
            self.assertEqual(self.words(), words)

    def test_nobody_knows_how_the_devices_of_a_silent_proxy_are(self):
        self.proxy.state = 'offline'
        self.assertEqual(self.words(), ('away', "Not connected"))

    def test_a_device_that_is_gone_is_archived_and_comes_back_as_it_was(self):
        self.hello_with({'name': "kitchen"})
        self.assertFalse(self.printer.active)
        self.assertEqual(self.proxy.device_ids.name, "kitchen")
        self.hello_with()
        self.assertEqual(self.proxy.device_ids, self.printer)

    def test_screens_are_told_of_changes_only(self):
        self.assertEqual(self.count_messages(self.hello_with), 0)
        broken = {**PRINTER, 'ready': False, 'faults': ['paper_out']}
        self.assertEqual(self.count_messages(lambda: self.hello_with(broken)), 1)

    def test_screens_are_told_what_was_not_printed(self):
        for state, messages in (('done', 0), ('failed', 1), ('unknown', 1)):
            row = {'uuid': new_uuid(), 'state': state}
            self.assertEqual(self.count_messages(lambda row=row: self.report(row)), messages)

    def test_a_hello_without_news_takes_few_queries(self):
        devices = [{'name': f"printer {number}", 'default': number == 0} for number in range(30)]
        self.hello_with(*devices)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(6):
            self.hello_with(*devices)
            self.env.flush_all()

    def test_the_proxy_tells_what_somebody_has_to_look_at(self):
        self.order()._declare('failed', 'expired')
        self.order()
        self.assertEqual(self.proxy.with_user(self.manager).job_count, 1)

    def test_who_ordered_a_job_hears_its_end(self):
        job = self.order(user=self.manager)
        self.env.cr.precommit.run()
        self.report({'uuid': job.uuid, 'state': 'done'})
        self.env.cr.precommit.run()
        told = self.env['bus.bus'].search([('message', 'like', job.uuid)])
        self.assertEqual(len(told), 1)
        self.assertIn(f'"res.partner",{self.manager.partner_id.id}]', told.channel)
        self.assertIn('"state":"done"', told.message)
