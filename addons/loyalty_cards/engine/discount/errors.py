"""What the engine says of a request that it cannot read."""


class EngineInputError(ValueError):
    """A value of the request is missing, of the wrong kind, or out of its range.

    `field` names it as the caller wrote it (`lines[0].quantity`), `code` says what is wrong in one
    word of SPECIFICATION.md, section 8.
    """

    def __init__(self, field, code):
        super().__init__(f"{field}: {code}")
        self.field = field
        self.code = code
