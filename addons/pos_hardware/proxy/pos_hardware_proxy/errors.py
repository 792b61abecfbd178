"""What can go wrong, by who has to do something about it."""


class ProxyError(Exception):
    """A refusal or a failure that somebody is told.

    :param str code: a word for programs, e.g. ``paper_out``; stable, listed in docs/api.md.
    :param str message: a sentence for people that says what to do.
    """

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code

    @property
    def message(self):
        return str(self)


class BadInput(ProxyError):
    """The sender's fault: the same request will never succeed."""


class ConfigError(ProxyError):
    """The configuration asks for what cannot be; who installed the till has to change it."""

    def __init__(self, message, code='configuration'):
        super().__init__(code, message)


class TransportError(ProxyError):
    """The line to a device failed.

    :param int sent: how many bytes of this write the operating system or the device took before;
        with more than none of a job, paper may have been printed.
    """

    def __init__(self, code, message, sent=0):
        super().__init__(code, message)
        self.sent = sent
