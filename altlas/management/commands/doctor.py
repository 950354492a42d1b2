"""`manage.py doctor`: look at the configuration and at every dependency, and say what to do."""

import sys
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.management import BaseCommand

from apps.core import health

MARKS = {"ok": "✓", "degraded": "!", "down": "✗"}


class Command(BaseCommand):
    help = "Check the configuration and every dependency; says what to do. Exit code 1 where something is down."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        bad = False
        self.stdout.write(f"ALT_LAS {settings.VERSION}, {'embedded' if settings.EMBEDDED else 'several processes'}")
        self.stdout.write(f"data in {settings.DATA_DIR}\n\nConfiguration")
        found = checks.run_checks(include_deployment_checks=settings.PRODUCTION)
        for message in found:
            serious = message.level >= checks.ERROR
            bad |= serious
            self.stdout.write(f"  {MARKS['down' if serious else 'degraded']} {message.id} {message.msg}")
            if message.hint:
                self.stdout.write(f"      → {message.hint}")
        if not found:
            self.stdout.write(f"  {MARKS['ok']} nothing to say")
        self.stdout.write("\nDependencies")
        for _check, result in health.run_checks():
            bad |= result.state == "down"
            self.stdout.write(f"  {MARKS[result.state]} {result.name}: {result.detail} ({result.milliseconds} ms)")
            if result.advice:
                self.stdout.write(f"      → {result.advice}")
        if bad:
            sys.exit(1)
