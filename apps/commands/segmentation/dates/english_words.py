"""English words of dates."""

from ..language import bag

MONTHS: dict[str, int] = {}
for _n, _names in enumerate(
    ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
     "september sept sep", "october oct", "november nov", "december dec"), 1,
):  # fmt: skip
    for _name in _names.split():
        MONTHS[_name] = _n
WEEKDAYS: dict[str, int] = {}
for _n, _names in enumerate(
    ("monday mon", "tuesday tue tues", "wednesday wed weds", "thursday thu thur thurs", "friday fri", "saturday sat",
     "sunday sun")
):  # fmt: skip
    for _name in _names.split():
        WEEKDAYS[_name] = _n
PLURAL_WEEKDAYS = {name + "s": n for name, n in WEEKDAYS.items() if len(name) > 4}
UNITS: dict[str, tuple[float, int]] = {}
for _names, _value in (
    ("second seconds sec secs s", (1, 0)), ("minute minutes min mins m", (60, 0)), ("hour hours hr hrs h", (3600, 0)),
    ("day days night nights", (86400, 0)), ("week weeks wk wks", (604800, 0)), ("fortnight fortnights", (1209600, 0)),
    ("month months", (0, 1)), ("quarter quarters qtr", (0, 3)), ("year years yr yrs", (0, 12)),
    ("decade decades", (0, 120)), ("century centuries", (0, 1200)),
):  # fmt: skip
    for _name in _names.split():
        UNITS[_name] = _value
SMALL = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
        "ninety": 90}  # fmt: skip
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
}  # fmt: skip
FREQUENCIES = {
    "daily": ("DAILY", 1), "everyday": ("DAILY", 1), "nightly": ("DAILY", 1), "weekly": ("WEEKLY", 1),
    "monthly": ("MONTHLY", 1), "yearly": ("YEARLY", 1), "annually": ("YEARLY", 1), "annual": ("YEARLY", 1),
    "hourly": ("HOURLY", 1), "quarterly": ("MONTHLY", 3), "biweekly": ("WEEKLY", 2), "fortnightly": ("WEEKLY", 2),
    "bimonthly": ("MONTHLY", 2), "semiannually": ("MONTHLY", 6), "biannually": ("MONTHLY", 6),
}  # fmt: skip
UNIT_FREQUENCY = {
    "second": ("SECONDLY", 1), "sec": ("SECONDLY", 1), "minute": ("MINUTELY", 1), "min": ("MINUTELY", 1),
    "hour": ("HOURLY", 1), "hr": ("HOURLY", 1), "day": ("DAILY", 1), "night": ("DAILY", 1), "morning": ("DAILY", 1),
    "evening": ("DAILY", 1), "afternoon": ("DAILY", 1), "week": ("WEEKLY", 1), "fortnight": ("WEEKLY", 2),
    "month": ("MONTHLY", 1), "quarter": ("MONTHLY", 3), "year": ("YEARLY", 1), "weekend": ("WEEKLY", 1),
    "decade": ("YEARLY", 10), "noon": ("DAILY", 1), "midnight": ("DAILY", 1), "workday": ("WEEKLY", 1), "lunch": ("DAILY", 1),
}  # fmt: skip
DAYPARTS = {
    "morning": (8, 12), "mornings": (8, 12), "afternoon": (12, 16), "afternoons": (12, 16), "evening": (16, 20),
    "evenings": (16, 20), "night": (20, 24), "nights": (20, 24), "lunch": (11, 13), "lunchtime": (11, 13),
    "daytime": (8, 18), "breakfast": (8, 12), "dinner": (16, 20), "dinnertime": (16, 20),
}  # fmt: skip
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
NEXT = bag("next upcoming following")
LAST = bag("last past previous prior")
THIS = frozenset(["this", "current"])
