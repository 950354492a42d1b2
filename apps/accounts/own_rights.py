"""The permissions that this app knows."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.accounts.hierarchy import can_change_user, can_delete_user, can_view_user, may
from apps.accounts.models import User
from apps.accounts.rights import object_kind, right


def visible_people(user: User) -> QuerySet[User]:
    """Whom a person may ask about: active people, and everybody who has an account for those who administer them."""
    rows = User.objects.filter(erased_at=None).prefetch_related("role_members__role")
    return rows if may(user, "accounts.view_user") else rows.filter(is_active=True)


object_kind("users", visible_people)
right("accounts.open_admin", _("Open the administration site"))
right("accounts.view_user", _("See accounts, with addresses"), kind="users", can=can_view_user)
right("accounts.add_user", _("Make accounts"))
right("accounts.invite_user", _("Invite people"))
right("accounts.change_user", _("Change, disable and enable accounts"), kind="users", can=can_change_user)
right("accounts.delete_user", _("Delete accounts"), kind="users", can=can_delete_user)
right("accounts.reset_factors", _("Take away second factors that people lost"))
right("accounts.view_loginsession", _("See where people are signed in"))
right("accounts.change_loginsession", _("Sign people out"))
right("accounts.view_role", _("See roles and permissions"))
right("accounts.add_role", _("Make roles"))
right("accounts.change_role", _("Change roles"))
right("accounts.delete_role", _("Delete roles"))
right("accounts.grant_role", _("Give people roles, and take them"))
right("accounts.view_apikey", _("See which API keys people have"))
right("accounts.change_apikey", _("Revoke API keys"))
right("core.view_addressrule", _("See which addresses are let in"))
right("core.add_addressrule", _("Let addresses in, and keep them out"))
right("core.change_addressrule", _("Change which addresses are let in"))
right("core.delete_addressrule", _("Remove rules about addresses"))
