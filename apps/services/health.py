"""How the external services are: `/health/services`, and as a whole in `/health`."""

import time
from typing import Any

from apps.core.health import Result, State, health_check
from apps.services import circuit_stores
from apps.services.models import Service


def conditions() -> list[dict[str, Any]]:
    """Return the state of each service that is switched on, with its instances; three queries at most."""
    services = list(Service.objects.filter(enabled=True).with_instances().order_by("name"))
    keys = [str(instance.pk) for service in services for instance in service.instances.all()]
    circuits = dict(zip(keys, circuit_stores.read(keys), strict=True))
    now = time.time()
    found = []
    for service in services:
        instances = [
            {
                "id": str(instance.pk),
                "url": instance.url,
                "state": instance.condition(service.ttl_seconds),
                "circuit": circuits[str(instance.pk)].state(now),
                "busy": circuits[str(instance.pk)].busy(now),
                "capacity": instance.capacity,
            }
            for instance in service.instances.all()
        ]
        found.append({"name": service.name, "type": service.type, "state": _state(instances), "instances": instances})
    return found


def _state(instances: list[dict[str, Any]]) -> State:
    well = sum(one["state"] == "up" and one["circuit"] == "closed" for one in instances)
    if well == 0:
        return "down"
    return "ok" if well == len(instances) else "degraded"


@health_check("services")
def services() -> Result:
    unwell = [one["name"] for one in conditions() if one["state"] != "ok"]
    if unwell:
        return Result("services", "degraded", ", ".join(unwell)[:200], "look at /health/services and at their hosts")
    return Result("services", "ok")
