"""`manage.py secrets`: list, set, delete, and encrypt anew after the key was rotated."""

import getpass
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.accounts.models import User
from apps.commands.models import Secret
from apps.commands.secrets.actions import change_secret, create_secret, delete_secret, encrypt_anew
from apps.commands.secrets.serializers import CreateSecretInput


class Command(BaseCommand):
    help = "Secrets of commands. The value is asked for, or read from standard input; it never stands on the line."

    def add_arguments(self, parser: CommandParser) -> None:
        kinds = parser.add_subparsers(dest="what", required=True)
        listing = kinds.add_parser("list", help="names, hosts and last use")
        listing.add_argument("--user")
        setting = kinds.add_parser("set", help="keep a secret of a person, or give it another value")
        setting.add_argument("user")
        setting.add_argument("name")
        setting.add_argument("--host", action="append", required=True, dest="hosts")
        removing = kinds.add_parser("delete", help="forget a secret")
        removing.add_argument("user")
        removing.add_argument("name")
        kinds.add_parser("rotate", help="encrypt all with the first key of FIELD_ENCRYPTION_KEY")

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        getattr(self, f"_{what}")(**options)

    def _list(self, user: str | None = None, **options: Any) -> None:
        rows = Secret.objects.select_related("owner").order_by("owner__username", "name")
        for secret in rows.filter(owner=self._person(user)) if user else rows:
            used = f"{secret.used_at:%Y-%m-%d %H:%M}" if secret.used_at else "never"
            self.stdout.write(f"{secret.owner.username}\t{secret.name}\t{','.join(secret.hosts)}\tlast used: {used}")

    def _set(self, user: str, name: str, hosts: list[str], **options: Any) -> None:
        value = getpass.getpass("Value: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        checked = CreateSecretInput(data={"name": name, "value": value, "hosts": hosts})
        if not checked.is_valid():
            raise CommandError("; ".join(f"{field}: {errors}" for field, errors in checked.errors.items()))
        owner, data = self._person(user), checked.validated_data
        known = Secret.objects.filter(owner=owner, name=name).first()
        if known is None:
            create_secret(actor=owner, **data)
        else:
            change_secret(actor=owner, secret=known, value=data["value"], hosts=data["hosts"])

    def _delete(self, user: str, name: str, **options: Any) -> None:
        owner = self._person(user)
        secret = Secret.objects.filter(owner=owner, name=name).first()
        if secret is None:
            raise CommandError("There is no such secret.")
        delete_secret(actor=owner, secret=secret)

    def _rotate(self, **options: Any) -> None:
        if broken := encrypt_anew():
            raise CommandError(f"{broken} could not be read with any key; they must be set again.")

    @staticmethod
    def _person(username: str | None) -> User:
        person = User.objects.filter(username__iexact=username).first()
        if person is None:
            raise CommandError("There is no such person.")
        return person
