"""What happened, stored with the change itself, and who has heard of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stream(models.Model):
    """One topic's counter: the `seq` of its newest event. Its row lock orders the events of the topic."""

    topic = models.CharField(max_length=80, primary_key=True)
    seq = models.BigIntegerField(default=0)
    moved_at = models.DateTimeField(auto_now=True)  # no index: PostgreSQL changes the row in its place

    class Meta:
        verbose_name, verbose_name_plural = _("stream"), _("streams")

    def __str__(self) -> str:
        return f"{self.topic} @ {self.seq}"


class Event(models.Model):
    """One thing that happened, as everybody who listens to its topic is told."""

    id = models.BigAutoField(primary_key=True)
    type = models.CharField(max_length=64)
    topic = models.CharField(max_length=80)
    seq = models.BigIntegerField()
    data = models.TextField(help_text="the payload, JSON, as it is sent")
    changes = models.JSONField(default=list, help_text="who begins or ends to listen to which topic with this event")
    subject_id = models.CharField(max_length=64, blank=True, help_text="key of the row the event is about")
    context = models.JSONField(default=dict, help_text="who acted and from where, for the audit log; never sent")
    xid = models.BigIntegerField(null=True, help_text="PostgreSQL: the transaction that wrote it")
    snapshot = models.TextField(blank=True, help_text="PostgreSQL: the transactions that it could see")
    created_at = models.DateTimeField(db_index=True)
    handled_at = models.DateTimeField(null=True, help_text="when every subscriber had run; empty while one has not")

    class Meta:
        verbose_name, verbose_name_plural = _("event"), _("events")
        constraints = [models.UniqueConstraint(fields=["topic", "seq"], name="event_seq_once")]
        indexes = [
            models.Index(fields=["id"], name="event_unhandled", condition=models.Q(handled_at=None)),
            models.Index(fields=["xid"], name="event_xid"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.topic} @ {self.seq}"


class Handled(models.Model):
    """One subscriber has taken in one event: written with the subscriber's effect, so the effect happens once."""

    event = models.ForeignKey(  # its index is `handled_once`
        Event, on_delete=models.CASCADE, related_name="handled", db_index=False
    )
    subscriber = models.CharField(max_length=160)
    handled_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("handled event"), _("handled events")
        constraints = [models.UniqueConstraint(fields=["event", "subscriber"], name="handled_once")]

    def __str__(self) -> str:
        return f"{self.subscriber} ← {self.event_id}"
