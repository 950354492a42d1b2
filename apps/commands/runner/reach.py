"""What a task may reach besides files and messages: people, what was said, mails, secrets."""

from typing import Any

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.chat.actions import open_direct_conversation
from apps.chat.models import Conversation
from apps.commands.models import TaskRun
from apps.commands.runner import conversing, listening, searches, signalling
from apps.commands.runner.asking import ask_people
from apps.commands.runner.mailing import send_mails
from apps.commands.runner.naming import conversation_named, person_named
from apps.commands.runner.types import TaskError
from apps.commands.secrets.actions import names_in, secret_for
from apps.commands.secrets.masking import Masker
from apps.core.problems import Problem


class Reach:
    """The part of a task's context that acts as its owner among people."""

    task: TaskRun
    actor: User
    conversation_id: str | None
    masker: Masker

    def ask_people(self, **what: Any) -> dict[str, Any]:
        """Ask people for an approval or to get something done; the same task asks once."""
        return ask_people(self.task, self.actor, self.conversation_id, **self.masker.value(what))

    def secret(self, name: str, url: str) -> str:
        """Return a secret of the owner that goes to this address; its name stands in the document itself."""
        if name not in names_in(self.task.parameters):  # an answer from outside does not choose it
            raise TaskError("secret.not_found", _("You have no secret “%(name)s”.") % {"name": name[:64]})
        return secret_for(self.actor, name, url)

    def ask_in_chat(self, *, place: str | None, people: list[str], **what: Any) -> dict[str, Any]:
        """Ask in a conversation and return how it stands; the same task asks once."""
        conversation = self._conversation(place)
        found = [person_named(self.actor, name, conversation) for name in people]
        return conversing.ask_in_chat(self.task, self.actor, conversation, people=found, **self.masker.value(what))

    def listen(self, *, wanted: list[dict[str, Any]], place: str | None, **how: Any) -> dict[str, Any]:
        """Take what was said and signalled of what is wanted; return it with whether that is enough."""
        conversation = self._conversation(place) if any(map(listening.is_about_messages, wanted)) else None
        for one in wanted:
            one["from_people"] = [str(person_named(self.actor, name, conversation).pk) for name in one["from_people"]]
        return listening.listen(self.task, conversation, wanted=wanted, **how)

    def emit(self, event: dict[str, Any]) -> None:
        """Let the runs of the owner hear an event that listen."""
        signalling.emit(self.task, self.actor, self.masker.value(event))

    def edit_message(self, message: str, text: str) -> dict[str, Any]:
        """Change the text of a message of the owner's."""
        return conversing.change_message(self.actor, message, self.masker.text(text))

    def search(self, query: str, filters: dict[str, str], people: list[str], limit: int) -> list[dict[str, Any]]:
        """Return messages and knowledge that the owner may see now."""
        said_by = [f" from:{person_named(self.actor, name).pk}" for name in people]
        return searches.search(self.actor, query + "".join(said_by), filters, limit)

    def newest_messages(self, place: str | None, limit: int) -> list[dict[str, Any]]:
        """Return what was said last somewhere, oldest first."""
        return searches.newest(self.actor, self._conversation(place), limit)

    def send_mail(self, to: list[str], subject: str, text: str) -> int:
        """Send mails as the owner; return how many."""
        return send_mails(self.task, self.actor, to, self.masker.text(subject), self.masker.text(text))

    def _conversation(self, wanted: str | None) -> Conversation:
        name = wanted or "here"
        if name == "here":
            if self.conversation_id is None:
                raise TaskError("conversation.missing", _("This command was not asked in a conversation."))
            name = self.conversation_id
        return self._direct(name) if name.startswith("@") else conversation_named(self.actor, name)

    def _direct(self, name: str) -> Conversation:
        """Return the direct conversation with somebody, opening it where there is none."""
        person = person_named(self.actor, name)
        try:
            return open_direct_conversation(actor=self.actor, user_id=person.pk)[0]
        except Problem as problem:
            raise TaskError(problem.code, str(problem)) from None
