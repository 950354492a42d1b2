"""Arithmetic of the calendar: weekdays, months, holidays, ISO writing."""

from datetime import date, datetime, timedelta

DAYPARTS = {
    "morning": (8, 12), "noon": (12, 14), "afternoon": (12, 16), "evening": (16, 20), "night": (20, 24),
    "lunch": (11, 13), "midday": (11, 13),
}  # fmt: skip


def add_months(day: date, months: int) -> date:
    """The same day some months on, or the last day of a shorter month."""
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    year = min(max(year, 1), 9998)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return date(year, month + 1, 28)


def plus(day: date, days: int) -> date:
    """Some days on, inside what a date can be."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return day


def shift(now: datetime, seconds: float, months: int) -> datetime:
    """Seconds and months on from a moment."""
    try:
        moved = datetime.combine(add_months(now.date(), months), now.time())
        return moved + timedelta(seconds=seconds)
    except (OverflowError, ValueError):
        return now


def weekday_in_week(day: date, weekday: int, weeks: int) -> date:
    """A weekday of the ISO week so many weeks from the one of day."""
    return plus(day, -day.weekday() + weekday + 7 * weeks)


def next_weekday(day: date, weekday: int) -> date:
    """The weekday strictly behind a day."""
    return plus(day, (weekday - day.weekday() - 1) % 7 + 1)


def last_weekday(day: date, weekday: int) -> date:
    """The weekday strictly before a day."""
    return plus(day, -((day.weekday() - weekday - 1) % 7 + 1))


def make(year: int, month: int, day: int) -> date | None:
    """A date, or nothing if there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def coming(today: date, month: int, day: int) -> date | None:
    """The next time that a day of the year comes round."""
    for year in range(today.year, today.year + 9):
        found = make(year, month, day)
        if found and found >= today:
            return found
    return None


def nearest_on(today: date, month: int, day: int, weekday: int) -> date | None:
    """The day of the year nearest to today that falls on the weekday said with it."""
    found = [d for y in range(today.year - 6, today.year + 12) if (d := make(y, month, day)) and d.weekday() == weekday]
    return min(found, key=lambda d: (abs((d - today).days), d < today)) if found else None


def coming_day(today: date, day: int, weekday: int | None = None) -> date | None:
    """The next day of a month with this number, on this weekday if one is said."""
    for months in range(60):
        found = make(*_month(today, months), day)
        if found and found >= today and (weekday is None or found.weekday() == weekday):
            return found
    return None


def _month(today: date, months: int) -> tuple[int, int]:
    first = add_months(today.replace(day=1), months)
    return first.year, first.month


def nth_weekday(year: int, month: int, nth: int, weekday: int) -> date | None:
    """The first, second … weekday of a month; -1 is the last."""
    first = make(year, month, 1)
    if first is None:
        return None
    if nth > 0:
        found = plus(first, (weekday - first.weekday()) % 7 + 7 * (nth - 1))
    else:
        last = plus(add_months(first, 1), -1)
        found = plus(last, -((last.weekday() - weekday) % 7) + 7 * (nth + 1))
    return found if found.month == month else None


def easter(year: int) -> date:
    """Easter Sunday."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def duration_iso(seconds: float, months: float) -> str:
    """ISO 8601 of a length of time."""
    out = "P"
    years, rest_months = divmod(months, 12)
    if months and months != int(months):
        years, rest_months = (months / 12, 0) if months >= 12 else (0, months)
    out += f"{_n(years)}Y" if years else ""
    out += f"{_n(rest_months)}M" if rest_months else ""
    days, rest = divmod(seconds, 86400)
    out += f"{int(days)}D" if days else ""
    if rest or out == "P":
        hours, rest = divmod(rest, 3600)
        minutes, secs = divmod(rest, 60)
        out += "T" + (f"{int(hours)}H" if hours else "") + (f"{int(minutes)}M" if minutes else "")
        out += f"{_n(secs)}S" if secs or not (hours or minutes) else ""
    return out


def _n(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:g}"
