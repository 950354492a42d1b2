"""`manage.py audit`: verify the chain, tell its head, write it out."""

import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import is_naive, make_aware

from apps.audit.chain import HEAD, Fault, verify
from apps.audit.export import as_csv
from apps.audit.models import Entry, Head


class Command(BaseCommand):
    help = "Verify the audit log's chain, show its head (write it down elsewhere), or export entries as CSV."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        check = what.add_parser("verify", help="exit code 1, and the first broken entry, where the chain does not hold")
        check.add_argument("--noted", action="append", default=[], metavar="SEQ:HASH", help="a head noted elsewhere")
        what.add_parser("head", help="the newest entry's number and hash")
        export = what.add_parser("export", help="CSV on standard output")
        export.add_argument("--from", dest="since", type=_moment, help="a date or time; without a zone it is local")
        export.add_argument("--to", dest="until", type=_moment, help="up to, and with, a date; or before a time")

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, f"_{options['what']}")(options)

    def _verify(self, options: dict[str, Any]) -> None:
        began, last = time.monotonic(), 0
        for found in verify(dict(_noted(text) for text in options["noted"])):
            if isinstance(found, Fault):
                self.stderr.write(f"Entry {found.seq}: {found.reason}. Entries 1 to {found.seq - 1} hold.")
                sys.exit(1)
            last = found
        self.stdout.write(f"The chain holds: {last:,} entries in {time.monotonic() - began:.1f} s.")

    def _head(self, options: dict[str, Any]) -> None:
        head = Head.objects.filter(pk=HEAD).first()
        self.stdout.write(str(head) if head else "0:")

    def _export(self, options: dict[str, Any]) -> None:
        rows = Entry.objects.all()
        if since := options["since"]:
            rows = rows.filter(at__gte=since[0])
        if until := options["until"]:
            rows = rows.filter(at__lt=until[1])
        for line in as_csv(rows):
            self.stdout.write(line, ending="")


def _moment(text: str) -> tuple[datetime, datetime]:
    """Return a moment twice; of a day its beginning and its end."""
    found = parse_datetime(text) if "T" in text or " " in text else None
    if found is not None:
        aware = make_aware(found) if is_naive(found) else found.astimezone(UTC)
        return aware, aware
    day = parse_date(text)
    if day is None:
        raise ValueError(text)
    start = datetime(day.year, day.month, day.day)
    return make_aware(start), make_aware(start + timedelta(days=1))


def _noted(text: str) -> tuple[int, str]:
    number, _colon, found = text.partition(":")
    if not number.isdigit() or not found:
        raise CommandError(f"{text!r} is not SEQ:HASH.")
    return int(number), found
