"""What happens around passwords and addresses: for the audit log, and for subscribers that send the mails.

Whoever asks gets the same answer in the same time because only the subscriber, on a worker, looks what is known.
"""

from typing import Any

from apps.accounts.models import User
from apps.events.bus import Happening


class AccountEvent(Happening):
    """Something that no socket hears."""

    internal = True

    def __init__(self, user: User | None):
        self.user = user

    def topic(self) -> str:
        return f"sessions:{self.user.pk if self.user else 'nobody'}"

    def payload(self) -> dict[str, Any]:
        return {}

    def subject_id(self) -> str:
        return str(self.user.pk) if self.user else ""


class ResetAsked(AccountEvent):
    """Somebody asked for a link to a new password, for an account or for none."""

    type = "trail.reset_asked"


class VerificationAsked(AccountEvent):
    """Somebody asked once more for the link that verifies their address."""

    type = "trail.verification_asked"


class AddressChangeAsked(AccountEvent):
    """Somebody wants another address for their account."""

    type = "trail.address_change_asked"

    def __init__(self, user: User, address: str):
        super().__init__(user)
        self.address = address

    def payload(self) -> dict[str, Any]:
        return {"address": self.address}


class PasswordChanged(AccountEvent):
    """An account has a new password: `how` is changed, reset, administrator or command_line."""

    type = "trail.password_changed"
    audited = True

    def __init__(self, user: User, how: str):
        super().__init__(user)
        self.how = how

    def trail(self) -> dict[str, Any]:
        target = ["user", self.subject_id()]
        return {"action": "password.changed", "target": target, "details": {"how": self.how}}


class AddressChanged(AccountEvent):
    """An account has another address: `how` is changed, undone or administrator."""

    type = "trail.address_changed"
    audited = True

    def __init__(self, user: User, former: str, how: str, *, was_verified: bool):
        super().__init__(user)
        self.former, self.how, self.was_verified = former, how, was_verified

    def payload(self) -> dict[str, Any]:
        # Somebody who mistyped their address never showed that it is theirs: no way back for whoever reads it.
        return {"former": self.former, "undo": self.how == "changed" and self.was_verified}

    def trail(self) -> dict[str, Any]:
        return {"action": "email.changed", "target": ["user", self.subject_id()], "details": {"how": self.how}}
