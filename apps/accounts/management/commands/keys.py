"""`manage.py keys`: the key set that signs access tokens."""

from typing import Any

from django.core.management import BaseCommand
from django.core.management.base import CommandParser

from apps.accounts.keys import key_set, retire_old_keys, rotate_keys
from apps.accounts.models import SigningKey


class Command(BaseCommand):
    help = "List, rotate or retire the keys that sign access tokens. Rotating signs nobody out."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["list", "rotate", "retire"])

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "rotate":
            self.stdout.write(f"{rotate_keys().pk} signs from now on; the keys before it still verify.")
        elif options["what"] == "retire":
            self.stdout.write(f"{retire_old_keys()} keys retired: the last token they signed has expired.")
        else:
            signing = key_set(fresh=True).signing_id
            for key in SigningKey.objects.order_by("-created_at"):
                state = "signs" if key.pk == signing else f"retired {key.retired_at}" if key.retired_at else "verifies"
                self.stdout.write(f"{key.pk}  {key.created_at:%Y-%m-%d %H:%M}  {state}")
