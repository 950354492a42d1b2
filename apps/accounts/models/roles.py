"""What people may do here: roles, and who has them."""

from typing import ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.ids import uuid7

OWNER, ADMINISTRATOR, MODERATOR, MEMBER = "owner", "administrator", "moderator", "member"
OWNER_LEVEL = 1_000
EVERYTHING = "*"


class RoleQuerySet(models.QuerySet["Role"]):
    def of(self, user: settings.AUTH_USER_MODEL) -> Self:  # type: ignore[name-defined]
        """Return the roles somebody has; everybody is a member without a row that says so."""
        mine = RoleMember.objects.filter(user=user).values("role")
        return self.filter(models.Q(pk__in=mine) | models.Q(name=MEMBER, is_builtin=True))

    def builtin(self, name: str) -> "Role":
        return self.get(name=name, is_builtin=True)


class Role(models.Model):
    """A set of permissions under a name, and how high it stands: nobody acts at or above their own level."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(_("name"), max_length=64)
    description = models.CharField(_("description"), max_length=500, blank=True)
    level = models.PositiveIntegerField(
        _("level"), validators=[MaxValueValidator(OWNER_LEVEL)], help_text=_("0 to 999; the owner's is 1000")
    )
    permissions = models.JSONField(_("permissions"), default=list, blank=True, help_text="names; `*` is all of them")
    second_factor_required = models.BooleanField(_("second factor required"), default=False)
    is_builtin = models.BooleanField(_("built in"), default=False)
    group = models.OneToOneField(
        Group, null=True, editable=False, on_delete=models.SET_NULL, related_name="role",
        help_text="stands for the role in rights on single objects",
    )  # fmt: skip
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[RoleQuerySet] = RoleQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name, verbose_name_plural = _("role"), _("roles")
        constraints = [models.UniqueConstraint(models.functions.Lower("name"), name="role_name_once")]
        ordering = ["-level", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_owner(self) -> bool:
        return self.is_builtin and self.name == OWNER

    @property
    def is_everybodys(self) -> bool:
        """Does everybody have it, without a row?"""
        return self.is_builtin and self.name == MEMBER

    def locked(self) -> "Role":
        """Load this row again under a lock: it orders who gets and loses the role."""
        return Role.objects.select_for_update(of=("self",)).get(pk=self.pk)


class RoleMember(models.Model):
    """One person has one role."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    role = models.ForeignKey(Role, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="role_members")
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("holder of a role"), _("holders of roles")
        constraints = [models.UniqueConstraint(fields=["role", "user"], name="role_member_once")]

    def __str__(self) -> str:
        return f"{self.user_id} is {self.role_id}"


BUILTIN = [
    {"name": OWNER, "level": OWNER_LEVEL, "permissions": [EVERYTHING], "description": "May do everything."},
    {"name": ADMINISTRATOR, "level": 900, "permissions": [EVERYTHING], "description": "Runs this installation."},
    {
        "name": MODERATOR,
        "level": 500,
        "permissions": [
            "accounts.view_user",
            "accounts.view_role",
            "chat.delete_message",
            "chat.view_report",
            "chat.change_report",
        ],
        "description": "Keeps conversations in order.",
    },
    {"name": MEMBER, "level": 0, "permissions": [], "description": "Everybody with an account."},
]
