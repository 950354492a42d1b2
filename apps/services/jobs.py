"""Which instance has begun what takes long (202): it is asked again, no other."""

from collections.abc import Iterable

from apps.services.models import Instance, Job


def remember_job(key: str, instance: str) -> None:
    """Note who has begun the work under a key; gone with the instance, so that another begins anew."""
    if Instance.objects.filter(pk=instance).exists():
        Job.objects.update_or_create(key=key, defaults={"instance_id": instance})


def instance_of_job(key: str) -> str | None:
    """Return the instance that is at work under this key, if one is."""
    found = Job.objects.filter(pk=key).values_list("instance_id", flat=True).first()
    return str(found) if found else None


def has_jobs() -> bool:
    """Say whether any service is at work on something that it accepted."""
    return Job.objects.exists()


def jobs_of(keys: Iterable[str]) -> list[Job]:
    """Return the work that is known to go on under these keys, with whose it is."""
    return list(Job.objects.filter(pk__in=list(keys)).select_related("instance__service"))


def forget_job(key: str) -> None:
    Job.objects.filter(pk=key).delete()
