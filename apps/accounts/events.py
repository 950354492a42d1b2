"""What happens to accounts."""

from typing import Any, ClassVar

from apps.accounts.models import User
from apps.accounts.serializers import ClaimSerializer, MeSerializer
from apps.events.bus import Happening


class OwnEvent(Happening):
    """An event that only the person themselves hears, on all their devices."""

    schema: ClassVar[Any] = MeSerializer

    def __init__(self, user: User):
        self.user = user

    def topic(self) -> str:
        return f"user:{self.user.pk}"

    def payload(self) -> dict[str, Any]:
        return MeSerializer(self.user).data

    def subject_id(self) -> str:
        return str(self.user.pk)


class UserRegistered(OwnEvent):
    """Somebody made an account."""

    type = "user.registered"


class UserUpdated(OwnEvent):
    """A person changed their own profile: their other devices follow."""

    type = "user.updated"


class AddressClaimed(OwnEvent):
    """Somebody else tried to register with this person's address."""

    type = "user.address_claimed"
    schema = ClaimSerializer

    def payload(self) -> dict[str, Any]:
        return ClaimSerializer(self.user).data
