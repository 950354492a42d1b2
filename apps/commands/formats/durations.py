"""ISO 8601 durations: PT30S, PT1H30M, P1DT2H."""

import re
from datetime import timedelta

_NAMED = re.compile(
    r"P(?!$)(?:(?P<weeks>[0-9]{1,5})W)?(?:(?P<days>[0-9]{1,5})D)?"
    r"(?:T(?=[0-9])(?:(?P<hours>[0-9]{1,7}(?:\.[0-9]{1,3})?)H)?(?:(?P<minutes>[0-9]{1,7}(?:\.[0-9]{1,3})?)M)?"
    r"(?:(?P<seconds>[0-9]{1,7}(?:\.[0-9]{1,3})?)S)?)?",
    re.ASCII,
)


def parse_duration(text: str) -> timedelta:
    """Read a duration; months and years, whose length varies, are not read. Raises ValueError."""
    found = _NAMED.fullmatch(text)
    if found is None:
        raise ValueError(f"not a duration: {text[:40]}")
    return timedelta(**{unit: float(value) for unit, value in found.groupdict().items() if value})
