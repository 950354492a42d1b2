"""What happens to services, for the audit log."""

from typing import Any

from apps.events.bus import Happening
from apps.services.models import Service


class ServiceEvent(Happening):
    """Something about a service."""

    audited = internal = True

    def __init__(self, service: Service, **details: Any):
        self.service, self.details = service, details

    def topic(self) -> str:
        return f"services:{self.service.pk}"

    def payload(self) -> dict[str, Any]:
        return {}

    def subject_id(self) -> str:
        return str(self.service.pk)

    def trail(self) -> dict[str, Any]:
        return {"target": ["service", str(self.service.pk)], "details": {"name": self.service.name, **self.details}}


class ServiceRegistered(ServiceEvent):
    type = "service.registered"


class ServiceChanged(ServiceEvent):
    type = "service.changed"


class ServiceRemoved(ServiceEvent):
    type = "service.removed"


class SecretRenewed(ServiceEvent):
    type = "service.secret_renewed"


class InstanceJoined(ServiceEvent):
    """An instance announced itself at an address of its own for the first time."""

    type = "service.instance_joined"


class InstanceLeft(ServiceEvent):
    """An instance said that it is gone, or has been silent for a day."""

    type = "service.instance_left"
