"""What can be refused about saved commands."""

from django.utils.translation import gettext_lazy as _

from apps.core.problems import Conflict, Forbidden, Unprocessable


class CannotSave(Forbidden):
    code, title = "saved_command.forbidden", _("You may not change the saved commands of this place.")


class NameTaken(Conflict):
    code, title = "saved_command.name_taken", _("There is already a saved command of this name here.")


class NameReserved(Unprocessable):
    code, title = "saved_command.name_reserved", _("This name means something else already.")


class TooManySaved(Conflict):
    code, title = "saved_command.too_many", _("There are as many saved commands here as one place may keep.")
