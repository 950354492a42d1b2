"""What can be refused about groups and servers."""

from django.utils.translation import gettext_lazy as _

from apps.core.problems import Conflict, Forbidden, Unprocessable


class CannotInvite(Forbidden):
    code, title = "invite.not_allowed", _("You may not invite people here.")


class TooManyInvites(Conflict):
    code, title = "invite.too_many", _("There are too many links already. Revoke one that nobody needs.")


class CannotManageServer(Forbidden):
    code, title = "server.not_allowed", _("Your roles do not let you do that here.")


class AboveYou(Forbidden):
    code, title = "server.above_you", _("That stands at or above your own highest role.")


class NotYoursToGive(Forbidden):
    code, title = "server.not_yours_to_give", _("You cannot give a permission that you do not have.")


class TooManyServers(Conflict):
    code, title = "server.too_many", _("You are in as many servers as one can be.")


class TooManyHere(Conflict):
    code, title = "server.full", _("There are as many of these here as there can be.")


class OwnerStays(Conflict):
    code, title = "server.owner_stays", _("Hand the server over, or delete it, before you leave.")


class NameTaken(Conflict):
    code, title = "server.name_taken", _("Something of this name is here already.")


class NotAMember(Unprocessable):
    code, title = "server.not_a_member", _("This person is not a member here.")


class NotOfThisServer(Unprocessable):
    code, title = "server.not_of_this", _("There is no such thing in this server.")


class EveryonesRole(Unprocessable):
    code, title = "role.everyones", _("The role of everybody can neither be given nor removed, named or moved.")


class NotInChannels(Unprocessable):
    code, title = "override.not_in_channels", _("This permission is not one of channels.")


class Unordered(Unprocessable):
    code, title = "server.order_incomplete", _("Name each of them once.")


class EmojiName(Unprocessable):
    code, title = "emoji.name", _("An emoji is called by 2 to 32 letters, digits or underscores.")
