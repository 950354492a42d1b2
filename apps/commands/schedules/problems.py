"""What can be refused about schedules."""

from django.utils.translation import gettext_lazy as _

from apps.core.problems import Conflict, Unprocessable


class ScheduleInvalid(Unprocessable):
    code, title = "schedule.invalid", _("This schedule is not understood, never comes, or comes too often.")


class TooManySchedules(Conflict):
    code, title = "schedule.too_many", _("You have as many schedules as one person may keep.")


class ScheduleEnded(Conflict):
    code, title = "schedule.ended", _("This schedule has ended.")
