"""What keeps the program from doing its work, for whoever runs it: the message says what to mend, a line each."""


class BadSettings(Exception):  # noqa: N818 - it is what they are
    """The settings cannot be used; the message names each setting at fault and never repeats its value."""


class NothingToRun(Exception):  # noqa: N818 - it is what happened
    """No platform could be started; the message says which setting to mend, a line each."""
