"""`manage.py search rebuild`: make the search index anew from the messages."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from apps.chat.search.keeping import catch_up, rebuild
from apps.chat.search.models import IndexEntry


class Command(BaseCommand):
    help = "Makes the search index anew (rebuild), or takes in what is waiting (update)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("do", choices=["rebuild", "update"])

    def handle(self, *args: Any, **options: Any) -> None:
        if options["do"] == "rebuild":
            rebuild()
        while not catch_up(20):
            self.stdout.write(f"{IndexEntry.objects.count()} …")
        self.stdout.write(f"{IndexEntry.objects.count()} messages are in the index.")
