"""`manage.py service_check`: does a service keep the contract? For those who write one."""

import json
from typing import Any
from urllib.parse import urlsplit

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser

from apps.services.probing import Probe, sample_of


class Command(BaseCommand):
    help = "Ask a service as this server would, well and badly, and list what the contract does not allow."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("url", help="http://127.0.0.1:9101")
        parser.add_argument("--kind", choices=["task", "segment", "archive"], default="task")
        parser.add_argument("--secret", required=True, help="whsec_…, with which the service checks")
        parser.add_argument("--task-type", default="", help="for tasks: one that it runs")
        parser.add_argument("--parameters", default="{}", help="for tasks: as JSON, such as it can do")
        parser.add_argument("--text", default="count the words of a.txt", help="a wish, for the other kinds")
        parser.add_argument("--idempotent", action="store_true", help="is to do the same Idempotency-Key once")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            parameters = json.loads(options["parameters"])
        except ValueError:
            raise CommandError("--parameters is no JSON.") from None
        if options["kind"] == "task" and not options["task_type"]:
            raise CommandError("--task-type is missing.")
        parts = urlsplit(options["url"])
        # Whoever calls this command decides where it goes.
        trusted = (f"{parts.hostname}:{parts.port or (443 if parts.scheme == 'https' else 80)}",)
        sample = sample_of(options["kind"], options["task_type"], parameters, options["text"])
        probe = Probe(options["url"], options["kind"], sample, options["secret"], options["idempotent"], trusted)
        wrong = 0
        for finding in probe.run():
            wrong += bool(finding.wrong)
            self.stdout.write(f"{'not ' if finding.wrong else ''}ok  {finding.what}")
            if finding.wrong:
                self.stdout.write(f"        {finding.wrong}")
        if wrong:
            raise CommandError(f"{wrong} not as the contract says (docs/guides/services.md).")
        self.stdout.write("This service keeps the contract.")
