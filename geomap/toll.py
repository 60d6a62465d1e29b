"""The numbers of people that an event affected."""

from __future__ import annotations

from dataclasses import dataclass

from geomap.vocabulary import MOST_PEOPLE

OTHER_COUNTS = ("missing", "displaced", "rescued", "arrested", "ill")  # the counts of a `Toll` beside killed and injured


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """The number of people killed, injured, missing, displaced, rescued, arrested and ill.

    None means that no number is reported, which is not 0; a number above MOST_PEOPLE is an error of its text and becomes None too.
    ``displaced`` includes people who were evacuated, ``rescued`` people who were released, ``arrested`` people who were captured.
    ``fatalities_low`` and ``fatalities_high`` are the ends of a range ("two or three"; "at least three" has a lower end only).
    ``losses_claimed`` is True if the counts contain losses that one side claims of the other.
    """

    fatalities: int | None = None
    fatalities_low: int | None = None
    fatalities_high: int | None = None
    fatalities_civilian: int | None = None
    injured: int | None = None
    injured_civilian: int | None = None
    missing: int | None = None
    displaced: int | None = None
    rescued: int | None = None
    arrested: int | None = None
    ill: int | None = None
    losses_claimed: bool = False

    def __post_init__(self) -> None:
        for name in self.__slots__:
            count = getattr(self, name)
            if count is not None and count < 0:
                raise ValueError(f"{name} {count} is below zero")
            if count is not None and count > MOST_PEOPLE:
                object.__setattr__(self, name, None)  # as the frozen class itself does in __init__
