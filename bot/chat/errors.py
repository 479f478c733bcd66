"""Errors whose message is meant for the person who asked."""


class Refusal(Exception):  # noqa: N818 - it is an answer, and reads as one where it is raised
    """The request was understood but cannot be met: the message says why, the hint what to do next."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint

    @property
    def sentence(self) -> str:
        """The message and the hint on one line."""
        return f"{self} {self.hint}".rstrip()


class NotFound(Refusal):
    pass


class NotAllowed(Refusal):
    pass


class Unclear(Refusal):
    """What was typed or sent cannot be read; `option` names the field at fault, so that a form can point at it."""

    def __init__(self, message: str, hint: str = "", *, option: str = "") -> None:
        super().__init__(message, hint)
        self.option = option
