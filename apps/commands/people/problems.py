"""What can be refused about tasks for people."""

from django.utils.translation import gettext_lazy as _

from apps.core.problems import Conflict, Forbidden, Unprocessable


class TaskForbidden(Forbidden):
    code, title = "task.forbidden", _("You may not do that with this task.")


class CannotDecide(Forbidden):
    code, title = "task.cannot_decide", _("You are not one of those who decide this.")


class TaskClosed(Conflict):
    code, title = "task.closed", _("This task is closed already.")


class AlreadyDecided(Conflict):
    code, title = "task.already_decided", _("You have decided this already.")


class CannotBeAsked(Unprocessable):
    code, title = "task.cannot_be_asked", _("Somebody here cannot be asked: unknown, away, or not in the conversation.")


class NobodyDecides(Unprocessable):
    code, title = "task.nobody_decides", _("There are not enough people who could decide this.")


class RightUnknown(Unprocessable):
    code, title = "task.right_unknown", _("There is no such right.")
