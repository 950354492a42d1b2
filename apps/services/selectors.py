"""Who can be asked now."""

import time
from collections.abc import Iterable

from apps.services import circuit_stores
from apps.services.circuit import Circuit
from apps.services.models import Instance, Service

Usable = tuple[Service, Instance, Circuit]


def services_for(wanted: str) -> list[Service]:
    """Return the services of a type, or those that run a task type, the oldest first."""
    if wanted in Service.Type.values:
        return list(Service.objects.serving(wanted).with_instances())
    runners = Service.objects.serving(Service.Type.RUNNER).with_instances()
    return [service for service in runners if any(one["name"] == wanted for one in service.task_types)]


def instances_for(wanted: str) -> list[Usable]:
    """Return the instances that can be called now, of each service the one to take first at the front."""
    now = time.time()
    return [one for found in in_order(services_for(wanted)) for one in found if one[2].state(now) != "open"]


def in_order(services: Iterable[Service]) -> list[list[Usable]]:
    """Return for each service its live instances as its strategy prefers them, whatever their circuits say."""
    pairs = [(service, instance) for service in services for instance in service.instances.all()]
    alive = [
        (service, instance)
        for service, instance in pairs
        if instance.state == Instance.State.UP and instance.is_alive(service.ttl_seconds)
    ]
    circuits = circuit_stores.read([str(instance.pk) for _service, instance in alive])
    found: dict[Service, list[Usable]] = {}
    for (service, instance), circuit in zip(alive, circuits, strict=True):
        found.setdefault(service, []).append((service, instance, circuit))
    now = time.time()
    for service, usable in found.items():
        if service.strategy == Service.Strategy.LEAST_BUSY:
            usable.sort(key=lambda one: (_load(one[1], one[2], now), one[2].used_at))
        else:
            usable.sort(key=lambda one: one[2].used_at)
    return list(found.values())


def _load(instance: Instance, circuit: Circuit, now: float) -> float:
    """Return how full an instance is: by what we sent it, and by what it says where others call it too."""
    return max(circuit.busy(now), instance.busy) / max(1, instance.capacity)
