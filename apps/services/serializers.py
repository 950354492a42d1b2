"""What goes in about services, and their one JSON. The secret stands in none but the answer that makes it."""

import time
from collections.abc import Sequence
from typing import Any

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError
from rest_framework import serializers

from apps.core.rest import Input, StrictCharField
from apps.core.strictjson import dumps
from apps.core.times import stamp
from apps.services import circuit_stores
from apps.services.circuit import Circuit
from apps.services.models import Instance, Service

NAME = RegexValidator(r"^[a-z0-9][a-z0-9-]*\Z", _("Small letters, digits and hyphens."))
TYPE_NAME = RegexValidator(r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+\Z", _("Such as noun.verb."))
URL = RegexValidator(r"^https?://[^\s?#]+\Z", _("An http or https address without ? and #."))
MAX_SCHEMA = 50_000  # bytes


class ServedTaskTypeInput(Input):
    """One kind of work that a runner service does."""

    name = StrictCharField(max_length=64, validators=[TYPE_NAME])
    title = StrictCharField(max_length=100, required=False, allow_blank=True)
    description = StrictCharField(max_length=500, required=False, allow_blank=True)
    parameters = serializers.DictField(required=False, help_text="JSON Schema 2020-12 of an object")
    idempotent = serializers.BooleanField(
        required=False, help_text="true: the same Idempotency-Key is never done twice, so a lost answer is asked again"
    )

    def validate_parameters(self, value: dict[str, Any]) -> dict[str, Any]:
        try:
            Draft202012Validator.check_schema(value)
        except SchemaError as error:
            raise serializers.ValidationError(error.message[:300], code="schema") from None
        if value.get("type") != "object" or len(dumps(value)) > MAX_SCHEMA or _refers(value):
            raise serializers.ValidationError(
                _("A schema of an object, at most 50 kB, without references and patterns."), code="schema"
            )
        return value


class ServiceInput(Input):
    description = StrictCharField(max_length=500, required=False, allow_blank=True)
    task_types = ServedTaskTypeInput(many=True, required=False, max_length=100)  # type: ignore[call-arg]
    strategy = serializers.ChoiceField(choices=Service.Strategy.choices, required=False)
    timeout_seconds = serializers.FloatField(min_value=0.1, max_value=300, required=False)
    ttl_seconds = serializers.IntegerField(min_value=5, max_value=3600, required=False)
    fallback = serializers.BooleanField(required=False, help_text="does the built-in part step in?")
    enabled = serializers.BooleanField(required=False)
    urls = serializers.ListField(
        child=StrictCharField(max_length=500, validators=[URL]), max_length=100, required=False,
        help_text="fixed addresses; instances announce others by heartbeats",
    )  # fmt: skip

    def validate_task_types(self, value: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if len({one["name"] for one in value}) < len(value):
            raise serializers.ValidationError(_("A name stands here twice."), code="twice")
        return value

    def validate_urls(self, value: list[str]) -> list[str]:
        return [url.rstrip("/") for url in value]


class RegisterServiceInput(ServiceInput):
    name = StrictCharField(max_length=64, validators=[NAME])
    type = serializers.ChoiceField(choices=Service.Type.choices)


class HeartbeatInput(Input):
    url = StrictCharField(max_length=500, validators=[URL])
    state = serializers.ChoiceField(choices=["up", "draining", "down"], required=False)
    capacity = serializers.IntegerField(min_value=1, max_value=10_000, required=False)
    busy = serializers.IntegerField(min_value=0, max_value=1_000_000, required=False)
    software = StrictCharField(max_length=64, required=False, allow_blank=True)

    def validate_url(self, value: str) -> str:
        return value.rstrip("/")


class DiscoverInput(Input):
    type = StrictCharField(max_length=64, help_text="segmentation, runner, archive, or a task type")


class CircuitSerializer(serializers.Serializer):
    state = serializers.ChoiceField(choices=["closed", "open", "half_open"])
    failures = serializers.IntegerField(help_text="in a row")
    busy = serializers.IntegerField(help_text="calls on their way now")
    retry_seconds = serializers.IntegerField(help_text="until it is tried again")


class ServiceInstanceSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    url = serializers.CharField()
    state = serializers.ChoiceField(choices=["up", "draining", "lost"])
    is_fixed = serializers.BooleanField()
    capacity = serializers.IntegerField()
    busy = serializers.IntegerField()
    software = serializers.CharField()
    last_heartbeat_at = serializers.DateTimeField(allow_null=True)
    circuit = CircuitSerializer()

    def to_representation(self, found: tuple[Service, Instance, Circuit]) -> dict[str, Any]:
        service, instance, circuit = found
        now = time.time()
        return {
            "id": str(instance.pk),
            "url": instance.url,
            "state": instance.condition(service.ttl_seconds),
            "is_fixed": instance.is_fixed,
            "capacity": instance.capacity,
            "busy": instance.busy,
            "software": instance.software,
            "last_heartbeat_at": stamp(instance.last_heartbeat_at),
            "circuit": {
                "state": circuit.state(now),
                "failures": circuit.failures,
                "busy": circuit.busy(now),
                "retry_seconds": max(0, round(circuit.until - now)) if circuit.until else 0,
            },
        }


class ServiceSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    type = serializers.ChoiceField(choices=Service.Type.choices)
    description = serializers.CharField()
    task_types = ServedTaskTypeInput(many=True)
    strategy = serializers.ChoiceField(choices=Service.Strategy.choices)
    timeout_seconds = serializers.FloatField()
    ttl_seconds = serializers.IntegerField()
    fallback = serializers.BooleanField()
    enabled = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    instances = ServiceInstanceSerializer(many=True)

    def to_representation(self, service: Service) -> dict[str, Any]:
        instances: list[tuple[Service, Instance, Circuit]] = self.context["instances"].get(service.pk, [])
        names = ("name", "type", "description", "task_types", "strategy", "timeout_seconds", "ttl_seconds",
                 "fallback", "enabled")  # fmt: skip
        return {
            "id": str(service.pk),
            **{name: getattr(service, name) for name in names},
            "created_at": stamp(service.created_at),
            "instances": ServiceInstanceSerializer(instances, many=True).data,
        }


class RegisteredServiceSerializer(ServiceSerializer):
    secret = serializers.CharField(help_text="whsec_…; told this once")


class FoundInstanceSerializer(serializers.Serializer):
    service = serializers.CharField(help_text="its name")
    strategy = serializers.ChoiceField(choices=Service.Strategy.choices)
    instance = ServiceInstanceSerializer()


class DiscoveredServicesSerializer(serializers.Serializer):
    results = FoundInstanceSerializer(many=True)


class HeartbeatSerializer(serializers.Serializer):
    instance = serializers.UUIDField(allow_null=True, help_text="null after `down`")
    next_seconds = serializers.IntegerField(help_text="when to come back: a third of the time to live")


def with_circuits(services: Sequence[Service]) -> dict[Any, list[tuple[Service, Instance, Circuit]]]:
    """Return the instances of services with their circuits, which are read in one go."""
    pairs = [(service, instance) for service in services for instance in service.instances.all()]
    circuits = circuit_stores.read([str(instance.pk) for _service, instance in pairs])
    found: dict[Any, list[tuple[Service, Instance, Circuit]]] = {}
    for (service, instance), circuit in zip(pairs, circuits, strict=True):
        found.setdefault(service.pk, []).append((service, instance, circuit))
    return found


def _refers(schema: Any) -> bool:
    """Does a schema load others, or hold expressions that may run away?"""
    if isinstance(schema, dict):
        forbidden = {"$ref", "$dynamicRef", "pattern", "patternProperties"}
        return bool(forbidden & schema.keys()) or any(map(_refers, schema.values()))
    return isinstance(schema, list) and any(map(_refers, schema))
