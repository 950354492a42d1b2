from django.apps import AppConfig


class AltlasConfig(AppConfig):
    name = "altlas"

    def ready(self) -> None:
        from altlas import route_rules  # noqa: F401 - registers its system check
