"""What happens to accounts."""

from typing import Any

from apps.accounts.models import User
from apps.accounts.serializers import MeSerializer
from apps.events.bus import Happening


class UserUpdated(Happening):
    """A person changed their own profile: their other devices follow."""

    type = "user.updated"
    schema = MeSerializer

    def __init__(self, user: User):
        self.user = user

    def topic(self) -> str:
        return f"user:{self.user.pk}"

    def payload(self) -> dict[str, Any]:
        return MeSerializer(self.user).data

    def subject_id(self) -> str:
        return str(self.user.pk)
