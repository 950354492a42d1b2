"""People, the login sessions they opened, and the keys that sign their tokens."""

from datetime import timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin, UserManager
from django.core.validators import RegexValidator
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from apps.core.ids import uuid7
from apps.core.text import fold

USERNAME_PATTERN = r"[A-Za-z0-9][A-Za-z0-9._-]{1,31}"


class People(UserManager["User"]):
    """Users, found by the one folding of names."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)

    def by_username(self, text: str) -> models.QuerySet["User"]:
        """Return whoever has this username, however the keyboard wrote it: AYŞE, Ayse and ayse are one."""
        return self.alias(folded=models.functions.Lower("username")).filter(folded=fold(text))

    def by_email(self, text: str) -> models.QuerySet["User"]:
        """Return whoever has this e-mail address, in any case."""
        return self.alias(folded=models.functions.Lower("email")).filter(folded=text.lower())

    def matching(self, text: str) -> models.QuerySet["User"]:
        """Return active people whose name begins with, or has a word that begins with, `text`."""
        key = fold(text).strip()
        if not key:  # a text of nothing but accents
            return self.none()
        return self.filter(is_active=True).filter(
            models.Q(search_name__startswith=key) | models.Q(search_name__contains=f" {key}")
        )


class User(AbstractBaseUser, PermissionsMixin):
    """One person, or one bot, with an account on this installation."""

    class Theme(models.TextChoices):
        SYSTEM = "system", _("As the device")
        LIGHT = "light", _("Light")
        DARK = "dark", _("Dark")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    username = models.CharField(
        _("username"),
        max_length=32,
        unique=True,
        validators=[
            RegexValidator(f"^{USERNAME_PATTERN}$", _("2 to 32 letters, digits, dots, dashes or underscores."))
        ],
    )
    email = models.EmailField(_("e-mail address"), unique=True)
    email_verified_at = models.DateTimeField(null=True, blank=True)
    display_name = models.CharField(_("name"), max_length=64, blank=True)
    search_name = models.CharField(max_length=120, editable=False, db_index=True)
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="en")
    timezone = models.CharField(max_length=64, default="Europe/Istanbul")
    theme = models.CharField(max_length=6, choices=Theme.choices, default=Theme.SYSTEM)
    is_bot = models.BooleanField(default=False)
    is_staff = models.BooleanField(_("administrator"), default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=now)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[People] = People()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email"]

    class Meta:
        constraints = [
            models.UniqueConstraint(models.functions.Lower("username"), name="username_once"),
            models.UniqueConstraint(models.functions.Lower("email"), name="email_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        # The one override of the house: the folded name must follow the name through every door, the admin's too.
        self.search_name = fold(f"{self.username} {self.display_name}")[:120]  # folding may lengthen a text
        super().save(*args, **kwargs)

    @property
    def name(self) -> str:
        """How the person is shown."""
        return self.display_name or self.username


class LoginSession(models.Model):
    """One signed-in device: a browser's cookie session or a family of refresh tokens. Ending it ends both."""

    class Kind(models.TextChoices):
        WEB = "web", _("Browser")
        API = "api", _("Tokens")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="login_sessions")
    kind = models.CharField(max_length=3, choices=Kind.choices)
    refresh_hash = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of the refresh token that is good now"
    )
    previous_hash = models.CharField(max_length=64, blank=True, help_text="of the one before it, for lost answers")
    rotated_at = models.DateTimeField(null=True)
    user_agent = models.CharField(max_length=300, blank=True)
    address = models.GenericIPAddressField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_seen_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=32, blank=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-last_seen_at"], name="login_session_list")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.created_at:%Y-%m-%d}"

    @property
    def is_live(self) -> bool:
        """Not ended, not idle for too long, not too old, of an active user."""
        moment = now()
        idle: timedelta = settings.LOGIN_SESSION_IDLE
        absolute: timedelta = settings.LOGIN_SESSION_ABSOLUTE
        return (
            self.ended_at is None
            and self.last_seen_at > moment - idle
            and self.created_at > moment - absolute
            and self.user.is_active
        )


class SigningKey(models.Model):
    """One key pair of the key set: the newest that is not retired signs, all that are not retired verify."""

    id = models.CharField(primary_key=True, max_length=32, help_text="the `kid` of the tokens it signed")
    private_key = models.TextField(help_text="Ed25519, encrypted with FIELD_ENCRYPTION_KEY")
    public_key = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.id


class FirstAdminLink(models.Model):
    """The one-time link that makes the first administrator of a production installation."""

    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M}"
