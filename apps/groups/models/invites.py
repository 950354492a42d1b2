"""Links by which people come to a group or a server."""

import hashlib
import secrets
from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from apps.chat.models import Conversation
from apps.core.ids import uuid7
from apps.groups.models.servers import Server

MAX_CODE = 64


def new_code() -> str:
    """Return the text of a link: 128 random bits, which nobody guesses."""
    return secrets.token_urlsafe(16)


def digest_of(code: str) -> str:
    """Return what is stored of a code, so that who reads the database can join nothing."""
    return hashlib.sha256(code.encode()).hexdigest()


class InviteQuerySet(models.QuerySet["Invite"]):
    def good(self, now: datetime | None = None) -> Self:
        """Those that still let somebody in."""
        unspent = Q(max_uses=None) | Q(uses__lt=F("max_uses"))
        return self.filter(unspent, Q(expires_at=None) | Q(expires_at__gt=now or timezone.now()), revoked_at=None)

    def by_code(self, code: str) -> Self:
        return self.filter(digest=digest_of(code))


class Invite(models.Model):
    """One link: who made it, how often it lets somebody in, and until when. Its code is shown once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(max_length=4, help_text="how its code begins, to tell links apart")
    group = models.ForeignKey(Conversation, null=True, on_delete=models.CASCADE, related_name="invites")
    server = models.ForeignKey(Server, null=True, on_delete=models.CASCADE, related_name="invites")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    max_uses = models.PositiveIntegerField(null=True, blank=True)
    uses = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[InviteQuerySet] = InviteQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(max_uses=None) | Q(uses__lte=F("max_uses")), name="invite_not_overused"),
            models.CheckConstraint(condition=Q(group=None) ^ Q(server=None), name="invite_to_one_place"),
        ]

    def __str__(self) -> str:
        return f"{self.hint}…"

    @property
    def place(self) -> Conversation | Server:
        """Return where it leads."""
        place = self.server or self.group
        assert place is not None
        return place
