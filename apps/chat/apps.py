from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChatConfig(AppConfig):
    name = "apps.chat"
    verbose_name = _("Conversation")

    def ready(self) -> None:
        from apps.chat import own_data, profiles, realtime, rights, search  # noqa: F401 - fill the registries
