"""A scale whose weight a hand on the page sets."""

from ..errors import BadInput, ProxyError

MAX_WEIGHT = 30.0
"""kg; what most counter scales weigh at most."""


class Scale:
    """Tells the weight that lies on it, in kg; no number at all while it moves."""

    def __init__(self):
        self.weight, self.unstable = 0.0, False

    def put(self, weight, unstable=False):
        """Lay a weight on; raise BadInput for what is no weight of 0 to MAX_WEIGHT kg."""
        number = isinstance(weight, int | float) and not isinstance(weight, bool)
        if not number or not 0 <= weight <= MAX_WEIGHT:
            raise BadInput('bad_weight', f"The weight has to be a number from 0 to {MAX_WEIGHT:g}.")
        self.weight, self.unstable = round(float(weight), 3), bool(unstable)

    def read(self):
        """Return the weight; raise ProxyError ``unstable`` while it moves."""
        if self.unstable:
            raise ProxyError('unstable', "The weight is not stable yet; wait a moment.")
        return self.weight
