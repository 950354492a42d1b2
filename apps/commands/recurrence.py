"""When something that repeats happens next: RFC 5545 rules, in a person's time zone."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

# The shortest rhythm: what repeats holds a worker each time. And how far one looks: a rule may never match.
LEAST = {"MINUTELY": 5, "HOURLY": 1, "DAILY": 1, "WEEKLY": 1, "MONTHLY": 1, "YEARLY": 1}
AHEAD = {"MINUTELY": 35, "HOURLY": 400, "DAILY": 1_900, "WEEKLY": 1_900, "MONTHLY": 1_900, "YEARLY": 4_000}  # days
KNOWN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYHOUR", "BYMINUTE", "BYSETPOS",
         "BYWEEKNO", "BYYEARDAY", "WKST"}  # fmt: skip
PART = re.compile(r"[A-Z0-9,+-]{1,100}\Z")
MAX_COUNT, MAX_INTERVAL, MAX_RULE = 1_000, 1_000, 200
SHORT = {"MINUTELY": timedelta(minutes=1), "HOURLY": timedelta(hours=1)}


def checked_rule(rule: str) -> str:
    """Return a rule as it is kept; raise ValueError where it is none, or repeats too often."""
    parts = _parts(rule)
    _until(parts, UTC)
    next(_naive(parts, datetime(2026, 1, 1), datetime(2026, 1, 1)), None)  # does the library read it?
    return ";".join(f"{name}={value}" for name, value in parts.items())


def next_times(rule: str, start: datetime, zone: str, after: datetime, amount: int = 1) -> list[datetime]:
    """Return the next moments (UTC) of a rule that began at `start`, later than `after`; fewer where it ends."""
    place = ZoneInfo(zone)
    parts = _parts(rule)
    first, beyond = (moment.astimezone(place).replace(tzinfo=None) for moment in (start, after))
    until = _until(parts, place)
    left = int(parts.get("COUNT", 0)) or None
    found: list[datetime] = []
    for moment in _naive(parts, first, beyond):
        if left is not None:
            left -= 1
        if (until is not None and moment > until) or (left is not None and left < 0):
            break
        if moment > beyond:
            found.append(moment.replace(tzinfo=place).astimezone(UTC))
            if len(found) == amount:
                break
    return found


def _parts(rule: str) -> dict[str, str]:
    text = rule.strip().upper().removeprefix("RRULE:")
    if len(text) > MAX_RULE:
        raise ValueError("too long")
    parts = dict(part.partition("=")[::2] for part in text.split(";") if part)
    if not parts.keys() <= KNOWN or not all(PART.match(value) for value in parts.values()):
        raise ValueError("not a rule")
    frequency, interval = parts.get("FREQ", ""), int(parts.get("INTERVAL", 1))
    if frequency not in LEAST or not LEAST[frequency] <= interval <= MAX_INTERVAL:
        raise ValueError("too often, or never")
    if frequency in SHORT and {"BYMINUTE", "BYHOUR"} & parts.keys():
        raise ValueError("too often")
    if len(parts.get("BYMINUTE", "").split(",")) > 1 or not 0 <= int(parts.get("COUNT", 0)) <= MAX_COUNT:
        raise ValueError("too often")
    return parts


def _until(parts: dict[str, str], place: tzinfo) -> datetime | None:
    text = parts.get("UNTIL")
    if text is None:
        return None
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    if moment.tzinfo is not None:
        return moment.astimezone(place).replace(tzinfo=None)
    return moment + timedelta(days=1, seconds=-1) if "T" not in text else moment


def _naive(parts: dict[str, str], first: datetime, beyond: datetime) -> Iterator[datetime]:
    """Yield the moments of a rule, local, from its beginning (a simple short rhythm: from shortly before `beyond`)."""
    frequency = parts["FREQ"]
    rule = {name: value for name, value in parts.items() if name not in ("COUNT", "UNTIL")}
    if frequency in SHORT and "COUNT" not in parts and beyond > first:
        step = SHORT[frequency] * int(parts.get("INTERVAL", 1))
        first += step * ((beyond - first) // step)
    last = max(first, beyond) + timedelta(days=AHEAD[frequency])
    text = ";".join(f"{name}={value}" for name, value in rule.items())
    yield from rrulestr(f"{text};UNTIL={last:%Y%m%dT%H%M%S}", dtstart=first)
