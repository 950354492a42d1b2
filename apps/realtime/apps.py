from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RealtimeConfig(AppConfig):
    name = "apps.realtime"
    verbose_name = _("Realtime")

    def ready(self) -> None:
        from apps.events.bus import add_outlet
        from apps.realtime.transport import outlet

        add_outlet(outlet)
