from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "apps.accounts"
    verbose_name = _("Accounts and access")

    def ready(self) -> None:
        from apps.accounts import (  # noqa: F401 - connect signals, fill the registries
            browser,
            own_data,
            own_rights,
            presence,
            realtime,
            required_factor,
            subscribers,
        )
        from apps.accounts.avatars import FORM_OVERHEAD, MAX_BYTES
        from apps.accounts.roles import ensure_builtin_roles
        from apps.core.bodies import allow_body

        post_migrate.connect(ensure_builtin_roles, sender=self)
        allow_body("PUT", r"/api/v1/users/me/avatar", MAX_BYTES + FORM_OVERHEAD)
