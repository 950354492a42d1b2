"""What is served elsewhere, where its instances are, and how they have been answering."""

from datetime import timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.ids import uuid7


class ServiceQuerySet(models.QuerySet["Service"]):
    def serving(self, type: str) -> Self:
        """Return the services of a type that are switched on, the oldest first."""
        return self.filter(type=type, enabled=True).order_by("created_at", "id")

    def with_instances(self) -> Self:
        return self.prefetch_related(models.Prefetch("instances", Instance.objects.order_by("id")))


class Service(models.Model):
    """One thing that a program elsewhere does for this installation."""

    class Type(models.TextChoices):
        """Which built-in part it stands beside."""

        SEGMENTATION = "segmentation", _("segmentation")
        RUNNER = "runner", _("runner of task types")
        ARCHIVE = "archive", _("archive")

    class Strategy(models.TextChoices):
        """How an instance is chosen."""

        ROUND_ROBIN = "round_robin", _("in turn")
        LEAST_BUSY = "least_busy", _("the least busy one")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.SlugField(_("name"), max_length=64, unique=True)
    type = models.CharField(_("type"), max_length=12, choices=Type.choices)
    description = models.CharField(_("description"), max_length=500, blank=True)
    task_types = models.JSONField(_("task types"), default=list, blank=True)
    strategy = models.CharField(_("strategy"), max_length=11, choices=Strategy.choices, default=Strategy.ROUND_ROBIN)
    timeout_seconds = models.FloatField(_("timeout in seconds"), default=10.0)
    ttl_seconds = models.PositiveIntegerField(_("seconds between heartbeats at most"), default=30)
    fallback = models.BooleanField(_("the built-in part steps in"), default=True)
    enabled = models.BooleanField(_("enabled"), default=True)
    secret = models.TextField(editable=False, help_text="encrypted")
    previous_secret = models.TextField(editable=False, blank=True, help_text="encrypted; good for a day after renewal")
    previous_until = models.DateTimeField(editable=False, null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[ServiceQuerySet] = ServiceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name, verbose_name_plural = _("service"), _("services")
        indexes = [models.Index(fields=["type", "enabled", "created_at"], name="service_serving")]

    def __str__(self) -> str:
        return self.name

    def locked(self) -> "Service":
        """Load this row again under a lock, or raise DoesNotExist: it orders everything about the service."""
        return Service.objects.select_for_update().get(pk=self.pk)


class InstanceQuerySet(models.QuerySet["Instance"]):
    def lost(self, before: Any) -> Self:
        """Return what announced itself and has been silent since a moment."""
        return self.filter(is_fixed=False, last_heartbeat_at__lt=before)


class Instance(models.Model):
    """One address where a service answers."""

    class State(models.TextChoices):
        """What the instance says of itself."""

        UP = "up", _("up")
        DRAINING = "draining", _("draining")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="instances")
    url = models.CharField(_("address"), max_length=500)
    is_fixed = models.BooleanField(
        _("fixed"), default=False, help_text="entered by an administrator: needs no heartbeat to be used"
    )
    capacity = models.PositiveIntegerField(_("capacity"), default=10, help_text="calls at once")
    busy = models.PositiveIntegerField(_("busy"), default=0, help_text="calls of others, as the instance says")
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.UP)
    software = models.CharField(_("version"), max_length=64, blank=True)
    last_heartbeat_at = models.DateTimeField(_("last heartbeat"), null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[InstanceQuerySet] = InstanceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name, verbose_name_plural = _("service instance"), _("service instances")
        constraints = [models.UniqueConstraint(fields=["service", "url"], name="instance_once")]
        indexes = [models.Index(fields=["is_fixed", "last_heartbeat_at"], name="instance_lost")]

    def __str__(self) -> str:
        return self.url

    def is_alive(self, ttl_seconds: int, now: Any = None) -> bool:
        """Has it been heard of lately enough? A fixed one that never sent a heartbeat need not."""
        if self.last_heartbeat_at is None:
            return self.is_fixed
        return bool((now or timezone.now()) - self.last_heartbeat_at <= timedelta(seconds=ttl_seconds))

    def condition(self, ttl_seconds: int) -> str:
        """Return `up`, `draining` or `lost`."""
        return str(self.state) if self.is_alive(ttl_seconds) else "lost"


class CircuitRow(models.Model):
    """The circuit of one instance, where there is no Redis to keep it."""

    key = models.CharField(primary_key=True, max_length=64)
    data = models.JSONField(default=dict)
    changed_at = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        verbose_name, verbose_name_plural = _("circuit"), _("circuits")

    def __str__(self) -> str:
        return self.key


class Job(models.Model):
    """Work that an instance has taken and not finished."""

    key = models.CharField(primary_key=True, max_length=64, help_text="the Idempotency-Key")
    instance = models.ForeignKey(Instance, on_delete=models.CASCADE, related_name="jobs")
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        verbose_name, verbose_name_plural = _("work at a service"), _("work at services")

    def __str__(self) -> str:
        return self.key


class Delivery(models.Model):
    """Something that a service has to be told, until it has taken it: the entry of a run for an external archive."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("waiting")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="deliveries")
    subject = models.UUIDField(help_text="what it is about: the id of a command")
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    error = models.CharField(_("error"), max_length=200, blank=True)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("delivery to a service"), _("deliveries to services")
        constraints = [models.UniqueConstraint(fields=["service", "subject"], name="delivery_once")]
        indexes = [models.Index(fields=["due_at"], name="delivery_due", condition=Q(state="waiting"))]

    def __str__(self) -> str:
        return f"{self.subject} ({self.state})"


class Alarm(models.Model):
    """One trouble with a part of the installation, from when it was noticed until it was over."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    source = models.CharField(_("source"), max_length=100, help_text="such as service:<name>")
    state = models.CharField(_("state"), max_length=8)
    detail = models.CharField(_("detail"), max_length=200, blank=True)
    began_at = models.DateTimeField(_("since"), default=timezone.now)
    ended_at = models.DateTimeField(_("until"), null=True)

    class Meta:
        verbose_name, verbose_name_plural = _("alarm"), _("alarms")
        constraints = [
            models.UniqueConstraint(fields=["source"], name="alarm_open_once", condition=Q(ended_at__isnull=True))
        ]
        indexes = [models.Index(fields=["-began_at"], name="alarm_newest")]

    def __str__(self) -> str:
        return f"{self.source}: {self.state}"
