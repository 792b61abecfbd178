"""A Chromium as a cashier has it: clicked, scanned into, and closed and started again."""

import json
import time

from _outside import Chromium, PageError


class Browser(Chromium):
    """One window. What the disk keeps (`profile`) outlives it, as on a till."""

    def __init__(self, profile, *switches):
        self._thrown = []
        super().__init__(profile, *switches)
        self.call('Runtime.enable')

    def hear(self, method, params):
        if method == 'Runtime.exceptionThrown':
            self._thrown.append(params['exceptionDetails'])

    def set_online(self, is_online):
        """Let the browser say, as it does of its network card, whether there is a network."""
        speed = {'latency': 0, 'downloadThroughput': -1, 'uploadThroughput': -1}
        self.call('Network.emulateNetworkConditions', offline=not is_online, **speed)

    def set_permission(self, name, setting, origin):
        """Answer for pages of an origin as a person does, or take the answer back.

        :param setting: `granted`, `denied` or `prompt`
        """
        self.call(
            'Browser.setPermission', permission={'name': name}, setting=setting, origin=origin
        )

    def wait(self, expression, seconds=60):
        """Wait until an expression is true, whatever it throws until then."""
        end, last = time.monotonic() + seconds, None
        while time.monotonic() < end:
            try:
                last = self.evaluate(f'Promise.resolve({expression}).then(Boolean)')
            except PageError as error:
                last = error
            else:
                if last:
                    return
            time.sleep(0.2)
        raise PageError(f"waited for {expression}: {last}; the page threw {self._thrown[-3:]}")

    def click(self, selector):
        """Click on the first element, once it is there."""
        element = f'document.querySelector({json.dumps(selector)})'
        self.wait(element)
        self.evaluate(f'{element}.click()')

    def scan(self, code):
        """Type as a scanner does: fast, and Enter at the end."""
        for key in [*code, 'Enter']:
            for kind in ('keyDown', 'keyUp'):
                self.call('Input.dispatchKeyEvent', type=kind, key=key)
