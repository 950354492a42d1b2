from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommandsConfig(AppConfig):
    name = "apps.commands"
    verbose_name = _("Commands")

    def ready(self) -> None:
        from apps.commands import (  # noqa: F401 - fill the registries
            health,
            own_data,
            realtime,
            rights,
            subscribers,
        )
