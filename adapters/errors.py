"""What an adapter says when it cannot start, in words an operator can act on."""


class Misconfigured(Exception):  # noqa: N818 - it is what happened
    """A setting is wrong and trying again will not help.

    `setting` is the field of the adapter's options at fault, such as `bot_token`; the message says what is
    wrong with it and how to mend it, and never repeats its value.
    """

    def __init__(self, setting: str, message: str) -> None:
        super().__init__(message)
        self.setting = setting
