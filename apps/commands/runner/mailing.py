"""Mails of commands: to people by name, and to addresses where the operator allows their domain."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.accounts.outbox import post_mail
from apps.accounts.reach import can_write_to
from apps.commands.models import TaskRun
from apps.commands.runner.naming import person_named
from apps.commands.runner.types import TaskError

MOST_A_DAY = 100  # mail tasks of one person


@transaction.atomic
def send_mails(task: TaskRun, actor: User, to: list[str], subject: str, text: str) -> int:
    """Post one mail for each recipient, all or none; return how many."""
    since = timezone.now() - timedelta(days=1)
    sent = TaskRun.objects.filter(run__command__owner=actor, task_type="notify.email", started_at__gte=since)
    if sent.count() > MOST_A_DAY:
        raise TaskError("mail.too_many", _("That is too many mails for one day."))
    recipients = [_recipient(actor, name) for name in to]
    for address, person in recipients:
        language = person.language if person else actor.language
        with translation.override(language):
            details = {"name": person.name if person else "", "sender": actor.name, "subject": subject, "body": text}
            details["link"] = settings.ORIGIN
            line, plain, html = (
                render_to_string(f"mail/command_mail{ending}", details) for ending in ("_subject.txt", ".txt", ".html")
            )
        post_mail(
            template="command_mail", user=person, to=address, subject=" ".join(line.split()), text=plain, html=html
        )
    return len(recipients)


def _recipient(actor: User, name: str) -> tuple[str, Any]:
    """Return where a mail goes. Of an address it is never told whether somebody here has it."""
    name = name.strip()
    if "@" in name.lstrip("@"):
        if name.casefold() == actor.email.casefold():
            return actor.email, actor
        allowed = {domain.casefold() for domain in settings.ALTLAS_COMMAND_MAIL_DOMAINS}
        if name.rpartition("@")[2].casefold() not in allowed:
            raise TaskError("mail.recipient_refused", _("This server sends no mails of commands to that address."))
        return name, None
    person = person_named(actor, name)
    if not person.email or (person.pk != actor.pk and not can_write_to(actor, person)):
        raise TaskError("mail.recipient_refused", _("This person cannot be sent a mail."))
    return person.email, person
