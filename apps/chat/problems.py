"""What can be refused in a conversation."""

from django.utils.translation import gettext_lazy as _

from apps.core.problems import Conflict, Forbidden, Unprocessable


class CannotWrite(Forbidden):
    code, title = "conversation.cannot_write", _("You may not write in this conversation.")


class ClientIdReused(Conflict):
    code, title = "message.client_id_reused", _("Another message was already sent under this client_id.")


class ReplyElsewhere(Unprocessable):
    code, title = "message.reply_elsewhere", _("The message you reply to is not in this conversation.")


class WithYourself(Unprocessable):
    code, title = "conversation.with_yourself", _("A direct conversation needs somebody else.")


class UnknownPerson(Unprocessable):
    code, title = "user.not_found", _("There is no such person.")


class CannotManage(Forbidden):
    code, title = "conversation.cannot_manage", _("Only an owner of this conversation may do that.")


class LastOwner(Unprocessable):
    code, title = "conversation.last_owner", _("The last owner cannot leave while others are there.")


class TooManyParticipants(Unprocessable):
    code, title = "conversation.too_many_participants", _("This conversation is full.")
