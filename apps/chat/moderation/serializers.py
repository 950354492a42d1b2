"""What goes in, and what people and moderators see of a report."""

from typing import Any

from rest_framework import serializers

from apps.accounts.serializers import UserSerializer
from apps.chat.moderation.models import MAX_REPORT_TEXT, Report
from apps.core.rest import Input, StrictCharField
from apps.core.times import stamp

STATES = ("open", "resolved")


class ReportInput(Input):
    reason = serializers.ChoiceField(choices=Report.Reason.choices)
    text = StrictCharField(max_length=MAX_REPORT_TEXT, required=False, allow_blank=True)


class ResolveInput(Input):
    outcome = serializers.ChoiceField(choices=Report.Outcome.choices)
    note = StrictCharField(max_length=MAX_REPORT_TEXT, required=False, allow_blank=True)
    delete = serializers.BooleanField(required=False, help_text="delete the message for everybody")


class ReportQuery(Input):
    state = serializers.ChoiceField(choices=STATES, required=False)
    reason = serializers.ChoiceField(choices=Report.Reason.choices, required=False)
    limit = serializers.CharField(required=False)
    cursor = serializers.CharField(required=False)


class OwnReportSerializer(serializers.Serializer):
    """A report as the one who made it sees it: what becomes of it is between the moderators."""

    id = serializers.UUIDField()
    message = serializers.UUIDField(allow_null=True)
    reason = serializers.ChoiceField(choices=Report.Reason.choices)
    text = serializers.CharField()
    created_at = serializers.DateTimeField()

    def to_representation(self, report: Report) -> dict[str, Any]:
        return {
            "id": str(report.pk),
            "message": str(report.message_id) if report.message_id else None,
            "reason": report.reason,
            "text": report.text,
            "created_at": stamp(report.created_at),
        }


class ReportRowSerializer(OwnReportSerializer):
    """A report in the moderators' queue: without what was said, which is read one by one and noted."""

    conversation = serializers.UUIDField()
    sender = UserSerializer(allow_null=True)
    reporter = UserSerializer(allow_null=True)
    outcome = serializers.ChoiceField(choices=Report.Outcome.choices, allow_null=True)
    note = serializers.CharField()
    resolved_at = serializers.DateTimeField(allow_null=True)
    resolved_by = UserSerializer(allow_null=True)
    version = serializers.IntegerField()

    def to_representation(self, report: Report) -> dict[str, Any]:
        return {
            **super().to_representation(report),
            "conversation": str(report.conversation_id),
            "sender": UserSerializer(report.sender).data if report.sender else None,
            "reporter": UserSerializer(report.reporter).data if report.reporter else None,
            "outcome": report.outcome or None,
            "note": report.note,
            "resolved_at": stamp(report.resolved_at),
            "resolved_by": UserSerializer(report.resolved_by).data if report.resolved_by else None,
            "version": report.version,
        }


class ReportSerializer(ReportRowSerializer):
    """All of a report."""

    said = serializers.CharField(help_text="the message as it was when it was reported")

    def to_representation(self, report: Report) -> dict[str, Any]:
        return {**super().to_representation(report), "said": report.said}
