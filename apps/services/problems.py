"""What can be refused about services."""

from django.utils.translation import gettext_lazy as _

from apps.core.problems import Conflict, NotSignedIn, Unprocessable


class NameTaken(Conflict):
    code, title = "service.name_taken", _("There is already a service of that name.")


class TooManyInstances(Conflict):
    code, title = "service.too_many_instances", _("This service has as many instances as it may have.")


class AddressRefused(Unprocessable):
    code, title = "service.address_refused", _("This server does not call services at that address.")


class TaskTypeTaken(Conflict):
    code, title = "service.task_type_taken", _("Another service already runs this task type.")


class SignatureInvalid(NotSignedIn):
    """One answer for an unknown service and for a wrong signature."""

    code, title = "service.signature_invalid", _("The signature is missing, too old, or not of this service.")
