"""The permissions that this app knows."""

from django.utils.translation import gettext_lazy as _

from apps.accounts.rights import right

right("services.view_service", _("See external services and how they are"))
right("services.change_service", _("Register, change and remove external services"))
