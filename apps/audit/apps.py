from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    name = "apps.audit"
    verbose_name = _("Audit")

    def ready(self) -> None:
        from apps.accounts.rights import right
        from apps.audit import subscribers  # noqa: F401 - fill the registry
        from apps.audit.noting import follow_admin_log

        follow_admin_log()
        right("audit.view_entry", _("Read the audit log"))
