from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GroupsConfig(AppConfig):
    name = "apps.groups"
    verbose_name = _("Groups and servers")

    def ready(self) -> None:
        from apps.groups import acquaintance, own_data, realtime, retention  # noqa: F401 - fill the registries
        from apps.groups.permissions import channels  # noqa: F401 - the same
        from apps.groups.serializers import channels as _places  # noqa: F401 - the same
