"""A moment, span or repetition that was said."""

from dataclasses import dataclass


@dataclass(slots=True)
class Time:
    """text[start:end] means this; values are ISO 8601 in the asker's zone."""

    start: int
    end: int
    type: str  # date, datetime, time, duration, set, daterange, datetimerange, timerange
    value: str | None = None
    start_value: str | None = None
    end_value: str | None = None
    rrule: str | None = None
    text: str = ""
    length: str | None = None  # ISO duration, when the moment was said as an amount from now

    def as_json(self) -> dict:
        """The form of times[] in a document."""
        out: dict = {"text": self.text, "type": self.type}
        for key, value in (
            ("value", self.value), ("start", self.start_value), ("end", self.end_value), ("rrule", self.rrule),
        ):  # fmt: skip
            if value is not None:
                out[key] = value
        return out
