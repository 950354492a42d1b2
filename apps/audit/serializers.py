"""The one JSON of an audit entry, and what may be asked for."""

from typing import Any

from rest_framework import serializers

from apps.audit.models import Entry
from apps.core.rest import Input
from apps.core.times import stamp


class EntryQuery(Input):
    actor = serializers.UUIDField(required=False, help_text="who")
    action = serializers.CharField(required=False, max_length=64, help_text="such as `session.started`, or `session.*`")
    target = serializers.CharField(required=False, max_length=64, help_text="id of what it was done to")
    outcome = serializers.ChoiceField(choices=Entry.Outcome.choices, required=False)
    address = serializers.IPAddressField(required=False)
    limit = serializers.CharField(required=False)
    cursor = serializers.CharField(required=False)

    def get_fields(self) -> dict[str, Any]:
        times = {
            "from": serializers.DateTimeField(required=False),
            "to": serializers.DateTimeField(required=False, help_text="before this moment"),
        }
        return {**super().get_fields(), **times}  # `from` is no name for an attribute


class EntrySerializer(serializers.Serializer):
    seq = serializers.IntegerField()
    at = serializers.DateTimeField()
    actor = serializers.DictField(allow_null=True, help_text="id, and name as it was then")
    credential = serializers.DictField(allow_null=True, help_text="kind (session, key) and id")
    action = serializers.CharField()
    target = serializers.DictField(allow_null=True, help_text="type and id")
    outcome = serializers.ChoiceField(choices=Entry.Outcome.choices)
    address = serializers.CharField(allow_null=True)
    request_id = serializers.CharField(allow_null=True)
    details = serializers.DictField(help_text="ids and codes")
    hash = serializers.CharField()

    def to_representation(self, entry: Entry) -> dict[str, Any]:
        actor, credential = entry.actor_id, entry.credential
        target = entry.target_type or entry.target_id
        return {
            "seq": entry.seq,
            "at": stamp(entry.at),
            "actor": {"id": actor, "name": entry.actor_name} if actor else None,
            "credential": {"kind": credential, "id": entry.credential_id} if credential else None,
            "action": entry.action,
            "target": {"type": entry.target_type, "id": entry.target_id} if target else None,
            "outcome": entry.outcome,
            "address": entry.address or None,
            "request_id": entry.request_id or None,
            "details": entry.details,
            "hash": entry.hash,
        }


class HeadSerializer(serializers.Serializer):
    seq = serializers.IntegerField()
    hash = serializers.CharField(allow_blank=True)
