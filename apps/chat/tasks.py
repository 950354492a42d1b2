"""Jobs about conversations."""

import structlog
from celery import shared_task

from apps.chat.later.reminding import fire_due
from apps.chat.later.scheduling import send_due
from apps.chat.messages.deleting import purge_deleted
from apps.chat.messages.polls import close_due_polls
from apps.chat.retention.actions import conversations_due, purge_messages
from apps.chat.search.keeping import catch_up

log = structlog.get_logger(__name__)
BATCHES = 100  # in one go: the next sweep goes on, and meanwhile other jobs have their turn


@shared_task
def keep_search_index() -> bool:
    """Take into the search index what is waiting; return whether nothing is left."""
    return catch_up(BATCHES)


@shared_task
def purge_old_messages() -> int:
    """Remove what no conversation keeps any longer, in batches; return how many messages went."""
    removed = 0
    for conversation in conversations_due():
        try:
            while went := purge_messages(conversation):
                removed += went
        except Exception:  # one conversation must not stop the others; tried again in an hour
            log.exception("purge.failed", conversation=str(conversation))
    return removed


@shared_task
def purge_deleted_messages() -> int:
    """Erase what people deleted some time ago; return how many messages."""
    erased = 0
    while amount := purge_deleted():
        erased += amount
    return erased


@shared_task
def do_what_is_due() -> int:
    """Send scheduled messages, remind people and close polls whose time has come; return how many."""
    return send_due() + fire_due() + close_due_polls()
