"""Rules of repetition, as calendars know them."""

import time
from datetime import UTC, datetime

import pytest

from apps.commands.recurrence import checked_rule, next_times

START = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)  # a Monday, nine o'clock in Istanbul


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("FREQ=DAILY", ["2026-11-24T06:00", "2026-11-25T06:00"]),
        ("RRULE:FREQ=WEEKLY;BYDAY=MO,WE", ["2026-11-25T06:00", "2026-11-30T06:00"]),
        ("FREQ=DAILY;COUNT=2", ["2026-11-24T06:00"]),
        ("FREQ=DAILY;UNTIL=20261124", ["2026-11-24T06:00"]),
        ("FREQ=DAILY;UNTIL=20261124T060000Z", ["2026-11-24T06:00"]),
        ("FREQ=HOURLY;INTERVAL=12", ["2026-11-23T18:00", "2026-11-24T06:00"]),
        ("FREQ=MINUTELY;INTERVAL=30", ["2026-11-23T06:30", "2026-11-23T07:00"]),
        ("FREQ=MONTHLY;BYMONTHDAY=31", ["2026-12-31T06:00", "2027-01-31T06:00"]),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", []),
    ],
)
def test_the_next_moments(rule, expected):
    found = next_times(rule, START, "Europe/Istanbul", START, 2)
    assert [moment.strftime("%Y-%m-%dT%H:%M") for moment in found] == expected


def test_nine_o_clock_stays_nine_o_clock_when_the_clocks_change():
    start = datetime(2026, 3, 27, 8, 0, tzinfo=UTC)
    found = next_times("FREQ=DAILY", start, "Europe/Berlin", start, 3)
    assert [moment.hour for moment in found] == [8, 7, 7]


def test_an_old_short_rhythm_is_found_at_once():
    begun = time.process_time()
    found = next_times("FREQ=MINUTELY;INTERVAL=5", datetime(2016, 1, 1, tzinfo=UTC), "UTC", START, 1)
    assert found == [START.replace(minute=5)]
    assert time.process_time() - begun < 1


@pytest.mark.parametrize(
    "rule",
    ["", "FREQ=SECONDLY", "FREQ=MINUTELY;INTERVAL=1", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;BYMINUTE=1,2,3",
     "FREQ=DAILY;X=1", "FREQ=DAILY;COUNT=9999999", "FREQ=DAILY;UNTIL=never", "FREQ=HOURLY;BYMINUTE=1", "A" * 300,
     "FREQ=DAILY;BYDAY=XX"],
)  # fmt: skip
def test_what_is_no_rule_is_refused(rule):
    with pytest.raises(ValueError):
        checked_rule(rule)
