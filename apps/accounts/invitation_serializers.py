"""What goes in about invitations, and their one JSON. The link is in none: only the mail holds it."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from apps.accounts.models import USERNAME_PATTERN, Invitation
from apps.accounts.role_serializers import RoleStubSerializer, role_stub
from apps.accounts.serializers import WRONG_NAME, EmailInput, LinkInput, UserSerializer
from apps.accounts.validators import MAX_PASSWORD
from apps.core.rest import NameField, StrictCharField
from apps.core.times import stamp

LONGEST = timedelta(days=90)


class InviteInput(EmailInput):
    role = serializers.UUIDField(required=False, allow_null=True)
    expires_at = serializers.DateTimeField(required=False, help_text="within 90 days; else in 7")
    language = serializers.ChoiceField(
        choices=[code for code, _name in settings.LANGUAGES], required=False, help_text="of the mail; else yours"
    )

    def validate_expires_at(self, value: datetime) -> datetime:
        now = timezone.now()
        if value <= now:
            raise serializers.ValidationError(_("This moment is over."), code="past")
        if value > now + LONGEST:
            raise serializers.ValidationError(_("An invitation is good for 90 days at most."), code="too_late")
        return value


class AcceptInput(LinkInput):
    username = StrictCharField(max_length=32, validators=[RegexValidator(rf"^{USERNAME_PATTERN}\Z", WRONG_NAME)])
    password = StrictCharField(max_length=MAX_PASSWORD, trim_whitespace=False)
    display_name = NameField(max_length=64, required=False, allow_blank=True)


class InvitationSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    email = serializers.EmailField()
    state = serializers.ChoiceField(choices=Invitation.State.choices)
    role = RoleStubSerializer(allow_null=True)
    invited_by = UserSerializer(allow_null=True)
    accepted_by = UserSerializer(allow_null=True)
    created_at = serializers.DateTimeField()
    sent_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()

    def to_representation(self, invitation: Invitation) -> dict[str, Any]:
        inviter, guest = invitation.invited_by, invitation.accepted_by
        return {
            "id": str(invitation.pk),
            "email": invitation.email,
            "state": invitation.state,
            "role": role_stub(invitation.role) if invitation.role else None,
            "invited_by": UserSerializer(inviter).data if inviter else None,
            "accepted_by": UserSerializer(guest).data if guest else None,
            "created_at": stamp(invitation.created_at),
            "sent_at": stamp(invitation.sent_at),
            "expires_at": stamp(invitation.expires_at),
        }
