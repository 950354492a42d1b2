"""What follows from what happens to commands."""

from apps.chat.messages.polls import PollUpdated
from apps.commands.elsewhere.cancelling import find_unfinished
from apps.commands.events import CommandFinished
from apps.commands.insight.learning import learn_from
from apps.commands.models import PersonTask
from apps.commands.people.actions import drop_task
from apps.commands.runner.conversing import wake_of_poll
from apps.events.bus import subscribe
from apps.events.models import Event


@subscribe(CommandFinished)
def drop_questions(event: Event) -> None:
    """Close the approvals that an ended command still waited for."""
    open_ones = PersonTask.objects.filter(
        command=event.subject_id, kind=PersonTask.Kind.APPROVAL, state=PersonTask.State.OPEN
    )
    for task in open_ones:
        drop_task(task)


@subscribe(PollUpdated)
def look_at_poll(event: Event) -> None:
    """Let a run that waits for votes count them."""
    wake_of_poll(event.subject_id)


@subscribe(CommandFinished)
def learn(event: Event) -> None:
    """Keep what is known up to date with how its repetition went."""
    learn_from(event.subject_id)


@subscribe(CommandFinished)
def tell_services(event: Event) -> None:
    """Let no service go on with what nobody waits for."""
    find_unfinished(event.subject_id)
