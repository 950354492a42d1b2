"""What happens to secrets; the owner's devices hear it, the audit log keeps it. Never the value."""

from typing import Any

from apps.commands.models import Secret
from apps.commands.secrets.serializers import SecretSerializer
from apps.events.bus import Happening


class SecretEvent(Happening):
    """Something about one secret."""

    schema = SecretSerializer
    audited = True

    def __init__(self, secret: Secret, **details: Any):
        self.secret, self.details = secret, details

    def topic(self) -> str:
        return f"user:{self.secret.owner_id}"

    def payload(self) -> dict[str, Any]:
        return SecretSerializer(self.secret).data

    def subject_id(self) -> str:
        return str(self.secret.pk)

    def trail(self) -> dict[str, Any]:
        return {**super().trail(), "details": {"name": self.secret.name, "hosts": self.secret.hosts, **self.details}}


class SecretCreated(SecretEvent):
    type = "secret.created"


class SecretChanged(SecretEvent):
    type = "secret.changed"


class SecretDeleted(SecretEvent):
    type = "secret.deleted"
