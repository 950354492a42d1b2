"""What `user.has_perm` means here: roles, and nothing else."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.backends import BaseBackend

from apps.accounts.rights import held_by


class RoleBackend(BaseBackend):
    """Answers `has_perm("chat.delete_message")` from the person's roles. Rights on one object are asked elsewhere."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return obj is None and held_by(user_obj).has(perm)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        held = held_by(user_obj)
        return held.everything or any(name.startswith(f"{app_label}.") for name in held.names)


class SignInBackend(AuthenticationBackend):
    """allauth's way to sign in. Django's own tables of permissions give nothing: no hierarchy guards them."""

    def _get_permissions(self, user_obj: Any, obj: Any, from_name: str) -> set[str]:
        return set()

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return False

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        return False
