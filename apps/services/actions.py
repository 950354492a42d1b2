"""Registering services, and their instances announcing themselves."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.core.http import OutgoingFailed, check_address
from apps.core.http.errors import OutgoingRefused
from apps.core.permissions import require
from apps.core.problems import NotFound, Stale
from apps.events.bus import publish
from apps.services import circuit_stores
from apps.services.events import (
    InstanceJoined,
    InstanceLeft,
    SecretRenewed,
    ServiceChanged,
    ServiceRegistered,
    ServiceRemoved,
)
from apps.services.models import Instance, Service
from apps.services.permissions import can_change_services
from apps.services.problems import AddressRefused, NameTaken, SignatureInvalid, TaskTypeTaken, TooManyInstances
from apps.services.secret import give_secret, secrets_of
from apps.services.signing import is_new, is_signed

MAX_INSTANCES = 100
OVERLAP = timedelta(days=1)  # how long the secret before a renewal stays good
FIELDS = ("description", "task_types", "strategy", "timeout_seconds", "ttl_seconds", "fallback", "enabled")


def register_service(
    *, actor: Any, name: str, type: str, urls: Sequence[str] = (), **fields: Any
) -> tuple[Service, str]:
    """Add a service; return it with its secret, which is told this once."""
    require(can_change_services(actor))
    for url in urls:
        check_url(url)
    return _register(name, type, urls, fields)


@transaction.atomic
def _register(name: str, type: str, urls: Sequence[str], fields: dict[str, Any]) -> tuple[Service, str]:
    service = Service(name=name, type=type, **{key: fields[key] for key in FIELDS if key in fields})
    secret = give_secret(service)
    _check_task_types(service)
    try:
        with transaction.atomic():
            service.save(force_insert=True)
    except IntegrityError:
        raise NameTaken() from None
    _set_urls(service, urls)
    publish(ServiceRegistered(service, type=type))
    return service, secret


def change_service(
    *, actor: Any, service: Service, seen: Service | None = None, urls: Sequence[str] | None = None, **fields: Any
) -> Service:
    """Change what is known of a service; `urls` are its fixed addresses, those it announced itself stay."""
    require(can_change_services(actor))
    known = {instance.url for instance in service.instances.all()}
    for url in urls or ():
        if url not in known:
            check_url(url)
    return _change(service, seen, urls, fields)


@transaction.atomic
def _change(service: Service, seen: Service | None, urls: Sequence[str] | None, fields: dict[str, Any]) -> Service:
    service = _locked(service)
    require(seen is None or seen.version == service.version, Stale)
    changed = [name for name in FIELDS if name in fields and getattr(service, name) != fields[name]]
    for name in changed:
        setattr(service, name, fields[name])
    _check_task_types(service)
    if urls is not None and _set_urls(service, urls):
        changed.append("urls")
    if changed:
        service.version += 1
        service.save()
        publish(ServiceChanged(service, fields=sorted(changed)))
    return service


@transaction.atomic
def renew_secret(*, actor: Any, service: Service) -> tuple[Service, str]:
    """Give a service another secret; the one before stays good for a day, so that instances can follow one by one."""
    require(can_change_services(actor))
    service = _locked(service)
    service.previous_secret, service.previous_until = service.secret, timezone.now() + OVERLAP
    secret = give_secret(service)
    service.version += 1
    service.save()
    publish(SecretRenewed(service))
    return service, secret


@transaction.atomic
def remove_service(*, actor: Any, service: Service) -> None:
    """Remove a service; what waited for it goes on with the built-in part or fails."""
    require(can_change_services(actor))
    service = _locked(service)
    keys = [str(instance.pk) for instance in service.instances.all()]
    publish(ServiceRemoved(service))
    service.delete()
    transaction.on_commit(lambda: circuit_stores.forget(keys), robust=True)


def who_signed(key: UUID, headers: Any, body: bytes) -> Service:
    """Return the service that signed a request, once for each signature; raise SignatureInvalid otherwise."""
    service = Service.objects.filter(pk=key, enabled=True).first()
    if service is None or not is_signed(headers, body, secrets_of(service)):
        raise SignatureInvalid()
    if not is_new(headers["webhook-id"], str(key)):
        raise SignatureInvalid()
    return service


def beat(*, service: Service, url: str, state: str = "up", **told: Any) -> Instance | None:
    """Note that an instance lives at an address, at its first heartbeat add it; None where it says that it is gone."""
    if state != "down" and not Instance.objects.filter(service=service, url=url).exists():
        check_url(url)
    return _beat(service, url, state, told)


@transaction.atomic
def _beat(service: Service, url: str, state: str, told: dict[str, Any]) -> Instance | None:
    values = {**told, "state": state, "last_heartbeat_at": timezone.now()}
    if state == "down":
        _leave(service, list(Instance.objects.filter(service=service, url=url)), "said so")
        return None
    if Instance.objects.filter(service=service, url=url).update(**values):
        return Instance.objects.get(service=service, url=url)
    service = _locked(service)
    require(service.instances.count() < MAX_INSTANCES, TooManyInstances)
    instance, made = Instance.objects.get_or_create(service=service, url=url, defaults=values)
    if made:
        publish(InstanceJoined(service, instance=str(instance.pk)))
    return instance


@transaction.atomic
def drop_lost_instances(*, before: datetime) -> int:
    """Forget instances that announced themselves and have been silent since a moment; return how many."""
    lost = list(Instance.objects.lost(before).select_related("service")[:500])
    for instance in lost:
        _leave(instance.service, [instance], "silent")
    return len(lost)


def check_url(url: str) -> None:
    """Raise AddressRefused where this server would not call a service at an address."""
    try:
        check_address(url, trusted=settings.SERVICE_HOSTS)
    except (OutgoingRefused, OutgoingFailed):
        raise AddressRefused() from None


def _leave(service: Service, instances: list[Instance], why: str) -> None:
    for instance in instances:
        if instance.is_fixed:  # its address stays; it is lost until it comes back
            Instance.objects.filter(pk=instance.pk).update(last_heartbeat_at=timezone.now() - timedelta(days=1))
        else:
            instance_id = str(instance.pk)
            instance.delete()
            publish(InstanceLeft(service, instance=instance_id, reason=why))
            transaction.on_commit(lambda key=instance_id: circuit_stores.forget([key]), robust=True)  # type: ignore[misc]


def _set_urls(service: Service, urls: Sequence[str]) -> bool:
    wanted, known = set(urls), {instance.url: instance for instance in service.instances.all()}
    require(len(wanted | known.keys()) <= MAX_INSTANCES, TooManyInstances)
    gone = [instance for url, instance in known.items() if instance.is_fixed and url not in wanted]
    for instance in gone:
        instance.delete()
    Instance.objects.bulk_create([Instance(service=service, url=url, is_fixed=True) for url in wanted - known.keys()])
    fixed = Instance.objects.filter(service=service, url__in=wanted, is_fixed=False).update(is_fixed=True)
    return bool(gone or fixed or wanted - known.keys())


def _check_task_types(service: Service) -> None:
    """Two services may not run the same task type: which of them got it would be chance."""
    mine = {one["name"] for one in service.task_types}
    if not mine or not service.enabled:
        return
    others = Service.objects.serving(Service.Type.RUNNER).exclude(pk=service.pk).values_list("task_types", flat=True)
    if any(one["name"] in mine for types in others for one in types):
        raise TaskTypeTaken()


def _locked(service: Service) -> Service:
    try:
        return service.locked()
    except Service.DoesNotExist:
        raise NotFound() from None
