"""What happens to people's second factors: their devices hear it, the audit log keeps it, mails tell it."""

from typing import Any, ClassVar

from apps.accounts.events import OwnEvent
from apps.accounts.factor_serializers import FactorChangeSerializer
from apps.accounts.models import User
from apps.events.bus import Happening


class FactorEvent(OwnEvent):
    """Something about one second factor of a person."""

    schema = FactorChangeSerializer
    audited = True

    def __init__(self, user: User, method: str, name: str = ""):
        super().__init__(user)
        self.method, self.name = method, name

    def payload(self) -> dict[str, Any]:
        return FactorChangeSerializer({"method": self.method, "name": self.name}).data

    def trail(self) -> dict[str, Any]:
        return {"target": ["user", str(self.user.pk)], "details": {"method": self.method}}


class FactorAdded(FactorEvent):
    """A person has a new second factor."""

    type = "factor.added"


class FactorRemoved(FactorEvent):
    """A person has a second factor less."""

    type = "factor.removed"


class FactorRenamed(FactorEvent):
    """A person gave a passkey another name."""

    type = "factor.renamed"


class FactorsReset(FactorEvent):
    """An administrator took away all second factors of a person."""

    type = "factor.reset"


class RecoveryCodesRenewed(FactorEvent):
    """A person has new recovery codes; the ones before are dead."""

    type = "factor.codes_renewed"


class RecoveryCodeUsed(FactorEvent):
    """A recovery code was used, perhaps not by its owner."""

    type = "factor.code_used"

    def __init__(self, user: User, left: int):
        super().__init__(user, "recovery_code")
        self.left = left

    def trail(self) -> dict[str, Any]:
        return {"target": ["user", str(self.user.pk)], "details": {"method": self.method, "left": self.left}}


class Refusal(Happening):
    """A second factor that was not good, for the audit log."""

    audited = internal = True
    action: ClassVar[str]

    def __init__(self, user: User | None, code: str):
        self.user, self.code = user, code

    def topic(self) -> str:
        return f"sessions:{self.user.pk if self.user else 'nobody'}"

    def payload(self) -> dict[str, Any]:
        return {}

    def trail(self) -> dict[str, Any]:
        target = ["user", str(self.user.pk) if self.user else ""]
        return {"action": self.action, "target": target, "outcome": "failed", "details": {"code": self.code}}


class FactorFailed(Refusal):
    """Somebody who was signed in showed a code or passkey that is not good."""

    type, action = "trail.factor_failed", "factor.failed"


class PasskeyRefusal(Refusal):
    """An answer of a passkey did not hold: forged, old, of a copied key."""

    type, action = "trail.passkey_refused", "passkey.refused"
