"""What can be refused in a conversation."""

from django.utils.translation import gettext_lazy as _

from apps.core.problems import Conflict, Forbidden, TooMany, Unprocessable


class CannotWrite(Forbidden):
    code, title = "conversation.cannot_write", _("You may not write in this conversation.")


class ClientIdReused(Conflict):
    code, title = "message.client_id_reused", _("Another message was already sent under this client_id.")


class ReplyElsewhere(Unprocessable):
    code, title = "message.reply_elsewhere", _("The message you reply to is not in this conversation.")


class NotSaid(Unprocessable):
    code, title = "message.not_said", _("This line tells what happened here. Nobody said it.")


class WithYourself(Unprocessable):
    code, title = "conversation.with_yourself", _("A direct conversation needs somebody else.")


class UnknownPerson(Unprocessable):
    code, title = "user.not_found", _("There is no such person.")


class CannotManage(Forbidden):
    code, title = "conversation.cannot_manage", _("Only an owner of this conversation may do that.")


class MutedBefore(Unprocessable):
    code, title = "conversation.muted_before", _("A conversation is muted until a time to come.")


class TooManyPinned(Unprocessable):
    code, title = "conversation.too_many_pinned", _("At most 50 conversations stand on top.")


class OwnMessage(Unprocessable):
    code, title = "report.own_message", _("This is your own message.")


class LastOwner(Unprocessable):
    code, title = "conversation.last_owner", _("The last owner cannot leave while others are there.")


class TooManyParticipants(Unprocessable):
    code, title = "conversation.too_many_participants", _("This conversation is full.")


class SlowMode(TooMany):
    code, title = "conversation.slow_mode", _("Slow mode is on here. Wait before you write again.")


class CannotEdit(Forbidden):
    code, title = "message.cannot_edit", _("Only your own words can be edited, while you may write here.")


class CannotDelete(Forbidden):
    code, title = "message.cannot_delete", _("You may delete your own messages only.")


class CannotReact(Forbidden):
    code, title = "message.cannot_react", _("You may not react to messages here.")


class CannotPin(Forbidden):
    code, title = "message.cannot_pin", _("You may not pin messages here.")


class NotAnEmoji(Unprocessable):
    code, title = "reaction.not_an_emoji", _("A reaction is one emoji.")


class TooManyReactions(Unprocessable):
    code, title = "reaction.too_many", _("This message has as many different reactions as it can have.")


class TooManyPins(Unprocessable):
    code, title = "message.too_many_pins", _("As many messages are pinned here as can be.")


class TooManyMentions(Unprocessable):
    code, title = "message.too_many_mentions", _("A message calls at most 50 people.")


class NoSuchThread(Unprocessable):
    code, title = "message.no_such_thread", _("There is no such thread in this conversation.")


class CannotForward(Unprocessable):
    code, title = "message.cannot_forward", _("This kind of message cannot be forwarded.")


class NotAPoll(Unprocessable):
    code, title = "poll.none", _("This message is no poll.")


class PollClosed(Conflict):
    code, title = "poll.closed", _("This poll is closed.")


class OneChoice(Unprocessable):
    code, title = "poll.one_choice", _("This poll takes one choice.")


class UnknownOption(Unprocessable):
    code, title = "poll.unknown_option", _("This poll has no such option.")


class VoteStands(Conflict):
    code, title = "poll.vote_stands", _("In this poll a vote cannot be changed.")


class Anonymous(Forbidden):
    code, title = "poll.anonymous", _("This poll does not tell who chose what.")


class CannotClosePoll(Forbidden):
    code, title = "poll.cannot_close", _("Only whoever started a poll may close it.")


class NotUrgent(Unprocessable):
    code, title = "message.not_urgent", _("This message asks for no acknowledgement.")


class NotInTheFuture(Unprocessable):
    code, title = "time.not_in_the_future", _("This time has passed, or lies too far ahead.")


class TooManyReminders(Unprocessable):
    code, title = "reminder.too_many", _("You have as many reminders as one can have.")


class TooManyDrafts(Unprocessable):
    code, title = "draft.too_many", _("You have as many drafts as one can have.")


class TooManyScheduled(Unprocessable):
    code, title = "scheduled.too_many", _("You have as many scheduled messages as one can have.")


class AlreadySent(Conflict):
    code, title = "scheduled.already_sent", _("This message was sent already.")
