"""Reporting a message, and settling a report."""

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.accounts.rights import held_by
from apps.chat.messages.deleting import remove_message
from apps.chat.models import Message
from apps.chat.moderation.events import ReportMade, ReportRead, ReportResolved
from apps.chat.moderation.models import Report
from apps.chat.permissions import can_read_conversation
from apps.chat.problems import NotSaid, OwnMessage
from apps.core.permissions import require
from apps.core.problems import NotFound
from apps.events.bus import publish

VIEW, SETTLE = "chat.view_report", "chat.change_report"


@transaction.atomic
def report_message(*, actor: User, message: Message, reason: str, text: str = "") -> tuple[Report, bool]:
    """Tell the moderators of a message; return the report, and whether it is new: one person reports it once."""
    conversation = message.conversation.locked()
    require(can_read_conversation(actor, conversation), NotFound)
    require(not message.is_system, NotSaid)
    require(message.sender_id != actor.pk, OwnMessage)
    report, made = Report.objects.get_or_create(
        message=message,
        reporter=actor,
        defaults={
            "conversation": conversation,
            "sender_id": message.sender_id,
            "reason": reason,
            "text": text,
            "said": message.text,
        },
    )
    if made:
        publish(ReportMade(report))
    return report, made


@transaction.atomic
def read_report(*, actor: User, report: Report) -> Report:
    """Look at what was reported; the audit log keeps that somebody did."""
    require(held_by(actor).has(VIEW))
    publish(ReportRead(report))
    return report


@transaction.atomic
def resolve_report(*, actor: User, report: Report, outcome: str, note: str = "", delete: bool = False) -> Report:
    """Settle a report, or settle it anew; what was reported may be deleted for everybody with that."""
    if delete:
        require(held_by(actor).has(SETTLE))
        if report.message is not None:
            remove_message(message=report.message)  # whether or not the moderator takes part there
    report = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    require(held_by(actor).has(SETTLE))
    if (report.outcome, report.note) == (outcome, note) and not delete:
        return report
    report.outcome, report.note = outcome, note
    report.resolved_by, report.resolved_at = actor, timezone.now()
    report.version += 1
    report.save(update_fields=["outcome", "note", "resolved_by", "resolved_at", "version"])
    publish(ReportResolved(report, deleted=delete))
    return report
