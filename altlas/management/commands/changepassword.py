"""Give somebody a new password. Stands before Django's own of this name, which leaves everything signed in."""

from typing import Any

from django.contrib.auth.management.commands.changepassword import Command as DjangoCommand
from django.core.management.base import CommandError

from apps.accounts.models import User
from apps.accounts.passwords import set_password_from_command_line
from apps.core.problems import Invalid

TRIES = 3


class Command(DjangoCommand):
    help = "Give somebody a new password. Everything that the old one opened is signed out."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> str:
        user = User.objects.by_username(options["username"] or "").first()
        if user is None:
            raise CommandError(f"There is no user {options['username']}.")
        self.stdout.write(f"A new password for {user.username}")
        for _try in range(TRIES):
            password = self._get_pass("Password: ")  # type: ignore[attr-defined]
            if password != self._get_pass("Password (again): "):  # type: ignore[attr-defined]
                self.stderr.write("They differ. Try again.")
                continue
            try:
                set_password_from_command_line(user=user, new_password=password)
            except Invalid as problem:
                self.stderr.write("\n".join(error["detail"] for error in problem.errors or []))
                continue
            return "The password is changed. Everything that was signed in is signed out."
        raise CommandError(f"Nothing was changed after {TRIES} tries.")
