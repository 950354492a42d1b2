"""Instants, durations, ranges and repetitions in both languages, said on Monday 2026-11-23 at 10:00."""

import pytest

from .graphs import times


@pytest.mark.parametrize(
    ("words", "kind", "value"),
    [
        ("tomorrow", "date", "2026-11-24"),
        ("the day after tomorrow", "date", "2026-11-25"),
        ("on Friday", "date", "2026-11-27"),
        ("next Friday", "date", "2026-12-04"),
        ("last Tuesday", "date", "2026-11-17"),
        ("on 3 May 2027", "date", "2027-05-03"),
        ("May 3rd", "date", "2027-05-03"),
        ("12/24/2026", "date", "2026-12-24"),
        ("2026-12-24", "date", "2026-12-24"),
        ("in two weeks", "date", "2026-12-07"),
        ("3 days ago", "date", "2026-11-20"),
        ("first Monday of January", "date", "2027-01-04"),
        ("Christmas", "date", "2026-12-25"),
        ("at 3pm", "time", "2026-11-23T15:00:00"),
        ("at 9 am", "time", "2026-11-24T09:00:00"),
        ("tomorrow at 8:30", "datetime", "2026-11-24T08:30:00"),
        ("half past four in the afternoon", "time", "2026-11-23T16:30:00"),
        ("8 tonight", "datetime", "2026-11-23T20:00:00"),
        ("in 45 minutes", "datetime", "2026-11-23T10:45:00"),
        ("two hours ago", "datetime", "2026-11-23T08:00:00"),
        ("for 90 minutes", "duration", "PT1H30M"),
        ("one and a half hours", "duration", "PT1H30M"),
        ("every day", "set", "FREQ=DAILY;INTERVAL=1"),
        ("every Monday at 9am", "set", "FREQ=WEEKLY;INTERVAL=1;BYDAY=MO;BYHOUR=9;BYMINUTE=0"),
        ("every two weeks", "set", "FREQ=WEEKLY;INTERVAL=2"),
        ("on the 5th of every month", "set", "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=5"),
        ("this week", "daterange", "2026-11-23"),
        ("last month", "daterange", "2026-10-01"),
        ("from 2pm to 4pm", "timerange", "2026-11-23T14:00:00"),
    ],
)
def test_english_times(words: str, kind: str, value: str) -> None:
    assert times(words, language="en") == [(kind, value)]


@pytest.mark.parametrize(
    ("words", "kind", "value"),
    [
        ("yarın", "date", "2026-11-24"),
        ("öbür gün", "date", "2026-11-25"),
        ("cuma günü", "date", "2026-11-27"),
        ("gelecek cuma", "date", "2026-12-04"),
        ("geçen salı", "date", "2026-11-17"),
        ("3 Mayıs 2027'de", "date", "2027-05-03"),
        ("üç mayıs", "date", "2027-05-03"),
        ("24/12/2026", "date", "2026-12-24"),
        ("24.12.2026", "date", "2026-12-24"),
        ("iki hafta sonra", "date", "2026-12-07"),
        ("3 gün önce", "date", "2026-11-20"),
        ("ayın 15'i", "date", "2026-12-15"),
        ("saat 15:00'te", "time", "2026-11-23T15:00:00"),
        ("sabah 9'da", "time", "2026-11-24T09:00:00"),
        ("yarın akşam 8'de", "datetime", "2026-11-24T20:00:00"),
        ("yarın saat dokuz buçukta", "datetime", "2026-11-24T09:30:00"),
        ("saat 7'yi çeyrek geçe", "time", "2026-11-24T07:15:00"),
        ("45 dakika sonra", "datetime", "2026-11-23T10:45:00"),
        ("bir buçuk saat", "duration", "PT1H30M"),
        ("yarım saat", "duration", "PT30M"),
        ("her gün", "set", "FREQ=DAILY;INTERVAL=1"),
        ("her pazartesi sabah 9'da", "set", "FREQ=WEEKLY;INTERVAL=1;BYDAY=MO;BYHOUR=9;BYMINUTE=0"),
        ("iki haftada bir", "set", "FREQ=WEEKLY;INTERVAL=2"),
        ("her ayın 5'i", "set", "FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=5"),
        ("bu hafta", "daterange", "2026-11-23"),
        ("geçen ay", "daterange", "2026-10-01"),
        ("yarin sabah 9da", "datetime", "2026-11-24T09:00:00"),
    ],
)
def test_turkish_times(words: str, kind: str, value: str) -> None:
    assert times(words, language="tr") == [(kind, value)]


@pytest.mark.parametrize(
    "text", ['say "see you tomorrow at 9" here', "fetch https://a.example/2026-01-01", "read 2026-01-01.csv"]
)
def test_nothing_in_quotations_addresses_and_files_is_a_date(text: str) -> None:
    assert times(text) == []
