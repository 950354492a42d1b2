from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChatConfig(AppConfig):
    name = "apps.chat"
    verbose_name = _("Conversation")

    def ready(self) -> None:
        from apps.chat import group_permissions, own_data, profiles, realtime, rights  # noqa: F401 - fill the registries
        from apps.chat.messages import realtime as _messages  # noqa: F401 - the same
        from apps.chat.search import groups  # noqa: F401 - the same
