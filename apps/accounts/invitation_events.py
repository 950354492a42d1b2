"""What happens to invitations, for the subscriber that sends the mails."""

from typing import Any

from apps.accounts.models import Invitation
from apps.events.bus import Happening


class InvitationSent(Happening):
    """Somebody was invited, or is to get a new link."""

    type = "trail.invitation_sent"
    internal = True

    def __init__(self, invitation: Invitation):
        self.invitation = invitation

    def topic(self) -> str:
        return f"invitations:{self.invitation.pk}"

    def payload(self) -> dict[str, Any]:
        return {}

    def subject_id(self) -> str:
        return str(self.invitation.pk)
