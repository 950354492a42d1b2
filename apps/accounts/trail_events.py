"""Signing in and out, for the audit log."""

from typing import Any, ClassVar

from apps.accounts.models import LoginSession, User
from apps.events.bus import Happening


class SessionEvent(Happening):
    """Something about a login session; the person's devices list them by REST."""

    audited = internal = True
    action: ClassVar[str]

    def __init__(self, session: LoginSession, reason: str = ""):
        self.session, self.reason = session, reason

    def topic(self) -> str:
        return f"sessions:{self.session.user_id}"

    def payload(self) -> dict[str, Any]:
        return {}

    def subject_id(self) -> str:
        return str(self.session.pk)

    def trail(self) -> dict[str, Any]:
        details = {"user": str(self.session.user_id), "kind": self.session.kind}
        details |= {"reason": self.reason} if self.reason else {}
        return {"action": self.action, "target": ["session", str(self.session.pk)], "details": details}


class SessionStarted(SessionEvent):
    """Somebody signed in."""

    type, action = "trail.session_opened", "session.opened"

    def trail(self) -> dict[str, Any]:
        return {**super().trail(), "actor": [str(self.session.user_id), self.session.user.name]}


class SessionEnded(SessionEvent):
    """A login session ended, and why."""

    type, action = "trail.session_ended", "session.ended"


class SessionsEnded(Happening):
    """All other login sessions of a person were ended: they wished so, were disabled, or the password is new."""

    type = "trail.sessions_ended"
    audited = internal = True

    def __init__(self, user: User, reason: str, count: int):
        self.user, self.reason, self.count = user, reason, count

    def topic(self) -> str:
        return f"sessions:{self.user.pk}"

    def payload(self) -> dict[str, Any]:
        return {}

    def trail(self) -> dict[str, Any]:
        details = {"reason": self.reason, "count": self.count}
        return {"action": "session.others_ended", "target": ["user", str(self.user.pk)], "details": details}


class SignInFailed(Happening):
    """Somebody did not get in. What they typed is not kept: it may be a password."""

    type = "trail.sign_in_failed"
    audited = internal = True

    def __init__(self, user: User | None, code: str):
        self.user, self.code = user, code

    def topic(self) -> str:
        return f"sessions:{self.user.pk if self.user else 'nobody'}"

    def payload(self) -> dict[str, Any]:
        return {}

    def trail(self) -> dict[str, Any]:
        target = ["user", str(self.user.pk) if self.user else ""]
        return {"action": "session.refused", "target": target, "outcome": "failed", "details": {"code": self.code}}


class Noted(Happening):
    """Something that only the audit log wants to know: what was done to which account or role."""

    type = "trail.noted"
    audited = internal = True

    def __init__(self, action: str, target_type: str, target_id: Any, **details: Any):
        self.action, self.target, self.details = action, [target_type, str(target_id)], details

    def topic(self) -> str:
        return f"audit:{self.target[1]}"

    def payload(self) -> dict[str, Any]:
        return {}

    def trail(self) -> dict[str, Any]:
        return {"action": self.action, "target": self.target, "details": self.details}
