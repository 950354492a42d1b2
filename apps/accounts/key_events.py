"""What happens to API keys; the owner's devices hear it, and the audit log keeps it."""

from typing import Any

from apps.accounts.key_serializers import ApiKeySerializer
from apps.accounts.models import ApiKey
from apps.events.bus import Happening


class ApiKeyEvent(Happening):
    """Something about one key, without the key."""

    schema = ApiKeySerializer
    audited = True

    def __init__(self, key: ApiKey, **details: Any):
        self.key, self.details = key, details

    def topic(self) -> str:
        return f"user:{self.key.owner_id}"

    def payload(self) -> dict[str, Any]:
        return ApiKeySerializer(self.key).data

    def subject_id(self) -> str:
        return str(self.key.pk)

    def trail(self) -> dict[str, Any]:
        return {**super().trail(), "details": {"owner": str(self.key.owner_id), **self.details}}


class ApiKeyCreated(ApiKeyEvent):
    """A person made a key for a program."""

    type = "api_key.created"


class ApiKeyChanged(ApiKeyEvent):
    """A key may now do other things, elsewhere, or for another time."""

    type = "api_key.changed"


class ApiKeyRotated(ApiKeyEvent):
    """A key has a new secret."""

    type = "api_key.rotated"


class ApiKeyRevoked(ApiKeyEvent):
    """A key opens nothing any more."""

    type = "api_key.revoked"
