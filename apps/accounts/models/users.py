"""People."""

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

    def create_superuser(self, *args: Any, **fields: Any) -> "User":
        """Make an owner from the command line."""
        from apps.accounts.models.roles import OWNER, Role

        user = super().create_superuser(*args, **fields)
        user.role_members.create(role=Role.objects.builtin(OWNER))
        return user

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
    is_staff = models.BooleanField(_("administrator"), default=False, help_text="follows from the roles")
    is_active = models.BooleanField(default=True)
    avatar = models.CharField(max_length=43, blank=True, editable=False, help_text="random name of the pictures")
    date_joined = models.DateTimeField(default=now)
    left_at = models.DateTimeField(null=True, editable=False, help_text="the person left, and may come back")
    deletes_at = models.DateTimeField(null=True, editable=False, help_text="when everything about them is erased")
    erased_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[People] = People()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email"]

    class Meta:
        verbose_name, verbose_name_plural = _("person"), _("people")
        constraints = [
            models.UniqueConstraint(models.functions.Lower("username"), name="username_once"),
            models.UniqueConstraint(models.functions.Lower("email"), name="email_once"),
        ]
        indexes = [
            models.Index(fields=["-date_joined", "-id"], name="user_joined"),
            models.Index(
                fields=["deletes_at"],
                name="user_deletes_at",
                condition=models.Q(deletes_at__isnull=False, erased_at=None),
            ),
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

    @property
    def is_gone(self) -> bool:
        """Is the account deleted, or about to be? Then others see nothing of the person any more."""
        return self.deletes_at is not None or self.erased_at is not None

    @property
    def may_come_back(self) -> bool:
        """Did the person leave by themselves, and can they still change their mind by signing in?"""
        return self.left_at is not None and self.erased_at is None and not self.is_active
