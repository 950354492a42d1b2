"""`manage.py worker`: do what commands and events ask for, in a process of its own."""

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser

from altlas.celery import app


class Command(BaseCommand):
    help = (
        "Run a worker with its timers. Start as many as there is work: the sweeps are safe side by side. It needs a "
        "broker (REDIS_URL or CELERY_BROKER_URL); without one the worker runs inside `manage.py start`."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--threads", type=int, default=settings.WORKER_THREADS, help="tasks at the same time")
        parser.add_argument("--no-timers", action="store_true", help="leave the sweeps to other workers")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.CELERY_BROKER_URL.startswith("memory"):
            raise CommandError(
                "There is no broker: set REDIS_URL, or use `manage.py start`, which has a worker inside."
            )
        arguments = ["worker", "--pool=threads", f"--concurrency={options['threads']}", "--loglevel=WARNING"]
        arguments += ["--without-gossip", "--without-mingle"]
        if not options["no_timers"]:
            arguments += ["--beat", "--scheduler=celery.beat:Scheduler"]
        self.stdout.write(f"Worker with {options['threads']} threads. Stop it with Ctrl-C.")
        self.stdout.flush()
        app.worker_main(arguments)
