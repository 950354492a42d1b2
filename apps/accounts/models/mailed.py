"""What is sent by mail: one-time links, and mails on their way."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.timezone import now

from apps.core.ids import uuid7


class OneTimeTokenQuerySet(models.QuerySet["OneTimeToken"]):
    def good(self) -> Self:
        return self.filter(expires_at__gt=now())

    def to(self, address: str) -> Self:
        """Return what was sent to an address, in any case."""
        return self.alias(folded=models.functions.Lower("address")).filter(folded=address.lower())

    def to_invitation(self, token_hash: str) -> "OneTimeToken | None":
        """Return the link of an invitation, with what is asked before it may be accepted."""
        rows = self.select_related("invitation__invited_by", "invitation__role")
        return rows.filter(purpose=OneTimeToken.Purpose.INVITE, token_hash=token_hash).first()


class OneTimeToken(models.Model):
    """The secret of one mailed link, for one purpose. Only its digest is kept; once used it is gone."""

    class Purpose(models.TextChoices):
        RESET = "reset", "choose a new password"
        VERIFY = "verify", "show that the account's address is one's own"
        CHANGE = "change", "show that a new address is one's own"
        UNDO = "undo", "take the former address back"
        INVITE = "invite", "make an account"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    purpose = models.CharField(max_length=6, choices=Purpose.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="one_time_tokens"
    )
    invitation = models.ForeignKey(
        "accounts.Invitation", null=True, on_delete=models.CASCADE, related_name="one_time_tokens"
    )
    address = models.EmailField(help_text="where it was sent: the address that whoever uses it has shown to be theirs")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)

    objects: ClassVar[OneTimeTokenQuerySet] = OneTimeTokenQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(models.functions.Lower("address"), name="one_time_token_address")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(purpose="invite", invitation__isnull=False, user=None)
                | (~models.Q(purpose="invite") & models.Q(user__isnull=False, invitation=None)),
                name="one_time_token_of_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.created_at:%Y-%m-%d %H:%M}"


class OutgoingMail(models.Model):
    """A mail on its way. Sent or given up, it is gone: nobody's mail is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    template = models.CharField(max_length=64)
    content = models.TextField(help_text="encrypted: address and text, which may hold a one-time link")
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(default=now, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.template} {self.created_at:%Y-%m-%d %H:%M}"
