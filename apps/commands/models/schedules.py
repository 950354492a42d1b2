"""Commands that run later, or again and again."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone as clock
from django.utils.translation import gettext_lazy as _

from apps.chat.models import Conversation, Message
from apps.core.ids import uuid7


class ScheduleQuerySet(models.QuerySet["Schedule"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(owner=user)


class Schedule(models.Model):
    """One command's clock: when it runs next, and what happens where that is missed or the last run is not over."""

    class Overlap(models.TextChoices):
        SKIP = "skip", _("skip this time")
        ALLOW = "allow", _("run beside it")
        CANCEL = "cancel", _("cancel the run before")

    class Missed(models.TextChoices):
        ONCE = "once", _("run once, late")
        SKIP = "skip", _("leave it out")

    id = models.UUIDField(_("id"), primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("owner"), on_delete=models.CASCADE, related_name="schedules"
    )
    conversation = models.ForeignKey(
        Conversation, verbose_name=_("conversation"), null=True, on_delete=models.CASCADE, related_name="schedules"
    )
    thread = models.ForeignKey(
        Message, verbose_name=_("thread"), null=True, on_delete=models.SET_NULL, related_name="+",
        help_text=_("the message under which the cards of its runs stand"),
    )  # fmt: skip
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), blank=True)
    alt = models.JSONField(_(".alt document"))
    persona = models.CharField(_("persona"), max_length=32, blank=True)
    priority = models.SmallIntegerField(_("priority"), default=0)
    starts_at = models.DateTimeField(_("starts at"), help_text=_("the first time"))
    rrule = models.CharField(_("repetition"), max_length=200, blank=True, help_text="RFC 5545 RRULE")
    timezone = models.CharField(_("time zone"), max_length=64)
    overlap = models.CharField(_("overlap"), max_length=6, choices=Overlap.choices, default=Overlap.SKIP)
    missed = models.CharField(_("missed"), max_length=4, choices=Missed.choices, default=Missed.ONCE)
    next_at = models.DateTimeField(_("next run"), null=True, help_text=_("empty: it has ended"))
    paused_at = models.DateTimeField(_("paused at"), null=True)
    last_command = models.ForeignKey(
        "commands.Command", verbose_name=_("last run"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    runs = models.PositiveIntegerField(_("runs"), default=0)
    problem = models.CharField(_("problem"), max_length=64, blank=True, help_text=_("why the last time did not run"))
    created_at = models.DateTimeField(_("created at"), default=clock.now)
    version = models.PositiveIntegerField(_("version"), default=1)

    objects: ClassVar[ScheduleQuerySet] = ScheduleQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name, verbose_name_plural = _("schedule"), _("schedules")
        indexes = [
            models.Index(fields=["owner", "-id"], name="schedule_of_owner"),
            models.Index(fields=["next_at"], name="schedule_due", condition=Q(paused_at=None, next_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title

    def locked(self) -> "Schedule":
        return Schedule.objects.select_for_update(of=("self",)).select_related("owner", "conversation").get(pk=self.pk)
