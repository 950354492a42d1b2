"""`manage.py demo`: a lively workspace to look at first: people, conversations, finished commands."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand
from django.utils import timezone

from altlas.demo import PASSWORD, build_demo


class Command(BaseCommand):
    help = "Fill the installation with a demo workspace. Safe to run twice: what is there already stays as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            self.stderr.write("Demo people have a known password: not in production.")
            return
        made = build_demo(until=timezone.now() - timedelta(minutes=2))
        if not made:
            self.stdout.write("The demo workspace is there already.")
        self.stdout.write(f"Sign in at {settings.ORIGIN} as ayse, bora, cem or deniz. Password: {PASSWORD}")
        self.stdout.write("ayse writes Turkish, bora English; deniz is administrator.")
