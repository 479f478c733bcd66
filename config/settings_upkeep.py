"""What the rest is kept by: the Directory, introductions, deliveries, the log."""

from typing import Annotated, Literal

from pydantic import Field

from config.settings_part import Part


class DirectorySettings(Part):
    """How entries are kept: whether new ones wait for an organiser's glance, and how often their owners are asked.

    `still_right_months` is the time after which somebody is asked whether their entry is still right; 0 for never.
    """

    review: bool = False
    still_right_months: Annotated[int, Field(ge=0, le=120)] = 6


class IntroductionSettings(Part):
    """How often one person may be asked for an introduction in a week, and how many a member may have open.

    `unnamed` says whether people may ask without their name, which is sealed as requests for support are.
    """

    weekly: Annotated[int, Field(ge=1, le=100)] = 3
    open: Annotated[int, Field(ge=1, le=100)] = 5
    unnamed: bool = True


class DeliverySettings(Part):
    """What is said unasked. How many seconds to wait for a process that vanished, and for a message to show.

    See `bot.delivery.courier.Patience`. `keep_days` is how long it stays known what became of a delivery: longer than a
    reminder can be planned before its meeting, because what is not known is said again.
    """

    lease: Annotated[float, Field(gt=0, le=3600)] = 30
    lag: Annotated[float, Field(gt=0, le=3600)] = 10
    keep_days: Annotated[int, Field(ge=70, le=3650)] = 90


class LogSettings(Part):
    """`format`: `text` for people, `json` for collectors, `auto` to choose by whether a terminal reads it."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    format: Literal["auto", "text", "json"] = "auto"
