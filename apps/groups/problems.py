"""What can be refused about groups and servers."""

from django.utils.translation import gettext_lazy as _

from apps.core.problems import Conflict, Forbidden


class CannotInvite(Forbidden):
    code, title = "invite.not_allowed", _("You may not invite people here.")


class TooManyInvites(Conflict):
    code, title = "invite.too_many", _("There are too many links already. Revoke one that nobody needs.")
