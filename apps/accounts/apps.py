from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "apps.accounts"
    verbose_name = _("Accounts and access")

    def ready(self) -> None:
        from apps.accounts import browser, realtime, subscribers  # noqa: F401 - connect signals, fill the registries
