"""Writes an entry for every audited event: once, in order, under the lock of the chain's head."""

from typing import Any

from apps.audit.chain import HEAD, newest_key, seal
from apps.audit.models import Entry, Head
from apps.events.bus import subscribe_to_audited
from apps.events.models import Event


@subscribe_to_audited
def write(event: Event) -> None:
    """Add the entry of one event to the chain."""
    Head.objects.get_or_create(pk=HEAD)
    head = Head.objects.select_for_update().get(pk=HEAD)
    context: dict[str, Any] = event.context
    trail: dict[str, Any] = context["trail"]
    actor_id, actor_name = trail.get("actor") or (context.get("actor", ""), context.get("actor_name", ""))
    target_type, target_id = trail.get("target") or ("", "")
    values: dict[str, Any] = {
        "seq": head.seq + 1,
        "at": event.created_at,
        "actor_id": actor_id,
        "actor_name": actor_name[:64],
        "credential": context.get("credential", ""),
        "credential_id": context.get("credential_id", ""),
        "action": trail.get("action") or event.type,
        "target_type": target_type,
        "target_id": target_id,
        "outcome": trail.get("outcome", Entry.Outcome.OK.value),
        "address": context.get("address", ""),
        "request_id": context.get("request_id", ""),
        "details": trail.get("details", {}),
        "event_id": event.pk,
        "key_id": newest_key(),
        "previous_hash": head.hash,
    }
    entry = Entry.objects.create(**values, hash=seal(values))
    head.seq, head.hash = entry.seq, entry.hash
    head.save()
