"""When something was published, as exactly as it is stated: to the time of day, the day or the month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from geomap.vocabulary import Precision


@dataclass(frozen=True, slots=True)
class Moment:
    """A time of publication.

    Attributes:
        at: The time, UTC; of a day or a month, which are the same in every zone, the first midnight in UTC.
        precision: How exactly it is stated.
    """

    at: datetime
    precision: Precision = Precision.TIME

    def written(self) -> str:
        """Return it in ISO 8601, as exactly as it is stated: "2023-01-31T11:49:00Z", "2023-01-31" or "2023-01"."""
        whole = f"{self.at:%Y-%m-%dT%H:%M:%SZ}"
        return whole[: {Precision.TIME: None, Precision.DAY: len("2023-01-31"), Precision.MONTH: len("2023-01")}[self.precision]]

    @classmethod
    def of_day(cls, day: date) -> Moment:
        """Return a day of which no time is stated."""
        return cls(datetime.combine(day, time.min, UTC), Precision.DAY)

    @classmethod
    def of_month(cls, first_day: date) -> Moment:
        """Return a month of which no day is stated."""
        return cls(datetime.combine(first_day.replace(day=1), time.min, UTC), Precision.MONTH)
