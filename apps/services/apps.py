from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ServicesConfig(AppConfig):
    name = "apps.services"
    verbose_name = _("External services")

    def ready(self) -> None:
        from apps.services import health, rights  # noqa: F401 - fill the registries
