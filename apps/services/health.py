"""How the external services are: `/health/services`, and as a whole in `/health`."""

import time
from collections.abc import Iterator
from typing import Any

from prometheus_client.core import GaugeMetricFamily

from apps.core.health import Result, State, health_check
from apps.core.metrics import gauge, scraped
from apps.services import circuit_stores
from apps.services.models import Alarm, Service


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


@scraped
def figures() -> Iterator[GaugeMetricFamily]:
    """Tell of each service how many instances are well, and how many circuits are not closed."""
    found = conditions()
    well = [(one["name"], sum(_is_well(instance) for instance in one["instances"])) for one in found]
    open_ = [(one["name"], sum(i["circuit"] != "closed" for i in one["instances"])) for one in found]
    yield gauge("altlas_service_instances_well", "Instances that can be called.", "service", well)
    yield gauge("altlas_service_circuits_open", "Circuits that are open or half-open.", "service", open_)
    yield GaugeMetricFamily("altlas_alarms_open", "Alarms.", value=Alarm.objects.filter(ended_at=None).count())


def _is_well(instance: dict[str, Any]) -> bool:
    return instance["state"] == "up" and instance["circuit"] == "closed"


def _state(instances: list[dict[str, Any]]) -> State:
    well = sum(map(_is_well, instances))
    if well == 0:
        return "down"
    return "ok" if well == len(instances) else "degraded"


@health_check("services")
def services() -> Result:
    unwell = [one["name"] for one in conditions() if one["state"] != "ok"]
    if unwell:
        return Result("services", "degraded", ", ".join(unwell)[:200], "look at /health/services and at their hosts")
    return Result("services", "ok")
