"""What happens to reports: for the audit log and for whoever notifies moderators. No client hears it."""

from typing import Any, ClassVar

from apps.chat.moderation.models import Report
from apps.events.bus import Happening


class ReportEvent(Happening):
    """Something about a report. What was said, and who told, is not in it."""

    audited = internal = True
    action: ClassVar[str]

    def __init__(self, report: Report):
        self.report = report

    def topic(self) -> str:
        return f"report:{self.report.pk}"

    def payload(self) -> dict[str, Any]:
        return {}

    def subject_id(self) -> str:
        return str(self.report.pk)

    def trail(self) -> dict[str, Any]:
        details = {"message": str(self.report.message_id), "reason": self.report.reason}
        details |= {"outcome": self.report.outcome} if self.report.outcome else {}
        return {"action": self.action, "target": ["report", str(self.report.pk)], "details": details}


class ReportMade(ReportEvent):
    type, action = "report.made", "report.made"


class ReportRead(ReportEvent):
    """A moderator has looked at what was said."""

    type, action = "report.read", "report.read"


class ReportResolved(ReportEvent):
    type, action = "report.resolved", "report.resolved"

    def __init__(self, report: Report, *, deleted: bool = False):
        super().__init__(report)
        self.deleted = deleted

    def trail(self) -> dict[str, Any]:
        told = super().trail()
        return {**told, "details": {**told["details"], "deleted": self.deleted}} if self.deleted else told
