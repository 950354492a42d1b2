"""`/services`: what is served elsewhere, for those who run the place; heartbeats, for the services."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from apps.core.openapi import page_of
from apps.core.pagination import CursorPage
from apps.core.permissions import get_visible
from apps.core.requests import Request
from apps.core.rest import ApiViewSet, check_if_match, unvalidated, valid, valid_query
from apps.core.rules import everyone, permitted
from apps.services.actions import beat, change_service, register_service, remove_service, renew_secret, who_signed
from apps.services.models import Service
from apps.services.permissions import CHANGE, VIEW
from apps.services.selectors import instances_for
from apps.services.serializers import (
    DiscoveredServicesSerializer,
    DiscoverInput,
    HeartbeatInput,
    HeartbeatSerializer,
    RegisteredServiceSerializer,
    RegisterServiceInput,
    ServiceInput,
    ServiceInstanceSerializer,
    ServiceSerializer,
    with_circuits,
)

READ, MANAGE = "services:read", "services:manage"
BEFORE = {"description": "", "task_types": [], "strategy": "round_robin", "timeout_seconds": 10.0, "ttl_seconds": 30,
          "fallback": True, "enabled": True, "urls": []}  # fmt: skip


class ServiceViewSet(ApiViewSet):
    @permitted(VIEW, READ)
    @extend_schema(
        summary="List external services",
        description="The newest first, with their instances and circuits. 403 without `services.view_service`.",
        responses=page_of(ServiceSerializer),
        operation_id="services_list",
    )
    def list(self, request: Request, version: str) -> Response:
        page = CursorPage(request, Service.objects.with_instances(), ("created_at", "id"))
        return page.response(lambda rows: self._many(rows))

    @permitted(CHANGE, MANAGE)
    @extend_schema(
        summary="Register an external service",
        description=(
            "The answer holds the `secret`, this once: instances sign their heartbeats with it, and check with it that "
            "it is this installation that calls. Not replayed by `Idempotency-Key`, since nothing stored holds the "
            "secret; the `name` is unique instead: 409 `service.name_taken`. 409 `service.task_type_taken`; 422 "
            "`service.address_refused` where an address is not public nor opened by `ALTLAS_SERVICE_HOSTS`."
        ),
        request=RegisterServiceInput,
        responses={201: RegisteredServiceSerializer},
        operation_id="services_register",
    )
    def create(self, request: Request, version: str) -> Response:
        service, secret = register_service(actor=request.user, **valid(RegisterServiceInput, request))
        headers = {"Location": f"/api/v1/services/{service.pk}"}
        return Response({**self._one(service), "secret": secret}, status=201, headers=headers)

    @permitted(VIEW, READ)
    @extend_schema(
        summary="Find who serves something",
        description="The instances that can be called now, the one that would be chosen first.",
        parameters=[DiscoverInput],
        responses=DiscoveredServicesSerializer,
        operation_id="services_discover",
    )
    def discover(self, request: Request, version: str) -> Response:
        wanted = valid_query(DiscoverInput, request)["type"]
        results = [
            {"service": service.name, "strategy": service.strategy,
             "instance": ServiceInstanceSerializer((service, instance, circuit)).data}
            for service, instance, circuit in instances_for(wanted)
        ]  # fmt: skip
        return Response({"results": results})

    @permitted(VIEW, READ)
    @extend_schema(
        summary="Read an external service",
        description="404 `object.not_found`.",
        responses=ServiceSerializer,
        operation_id="services_read",
    )
    def retrieve(self, request: Request, version: str, key: UUID) -> Response:
        return self._answer(self._service(request, key))

    @permitted(CHANGE, MANAGE)
    @extend_schema(
        summary="Change an external service",
        description=(
            "What is left out takes its default. `urls` are the fixed addresses; those that instances announced stay. "
            "`If-Match`: 412 `object.stale`. 409 and 422 as for registering."
        ),
        request=ServiceInput,
        responses=ServiceSerializer,
        operation_id="services_change",
    )
    def update(self, request: Request, version: str, key: UUID) -> Response:
        service = self._service(request, key)
        check_if_match(request, service)
        seen = service if request.headers.get("If-Match", "*") != "*" else None
        change_service(actor=request.user, service=service, seen=seen, **{**BEFORE, **valid(ServiceInput, request)})
        return self._answer(self._service(request, key))

    @permitted(CHANGE, MANAGE)
    @extend_schema(
        summary="Remove an external service",
        description="What waits for it goes on with the built-in part, or fails.",
        responses={204: None},
        operation_id="services_remove",
    )
    def destroy(self, request: Request, version: str, key: UUID) -> Response:
        remove_service(actor=request.user, service=self._service(request, key))
        return Response(status=204)

    @permitted(CHANGE, MANAGE)
    @extend_schema(
        summary="Renew the secret of an external service",
        description="The answer holds the new one, this once. The one before stays good for a day.",
        request=None,
        responses=RegisteredServiceSerializer,
        operation_id="services_renew_secret",
    )
    def renew(self, request: Request, version: str, key: UUID) -> Response:
        _service, secret = renew_secret(actor=request.user, service=self._service(request, key))
        return Response({**self._one(self._service(request, key)), "secret": secret})

    @staticmethod
    def _service(request: Request, key: UUID) -> Service:
        found: Any = get_visible(Service.objects.with_instances(), request.user, key)
        return found  # type: ignore[no-any-return]

    @staticmethod
    def _many(services: Sequence[Service]) -> Any:
        return ServiceSerializer(services, many=True, context={"instances": with_circuits(services)}).data

    def _one(self, service: Service) -> dict[str, Any]:
        found: dict[str, Any] = self._many([service])[0]
        return found

    @staticmethod
    def _answer(service: Service) -> Response:
        return unvalidated(service, ServiceSerializer(service, context={"instances": with_circuits([service])}))


class HeartbeatViewSet(ApiViewSet):
    authentication_classes: list = []

    @everyone()
    @extend_schema(
        summary="Tell that an instance lives",
        description=(
            "Signed with the secret of the service, in the form of Standard Webhooks (`webhook-id`, "
            "`webhook-timestamp`, `webhook-signature`): else 401 `service.signature_invalid`, also for an unknown "
            "service, and for the same `webhook-id` again. The first heartbeat from an address adds it; `draining` "
            "takes no new calls, `down` leaves. 422 `service.address_refused`, 409 `service.too_many_instances`."
        ),
        request=HeartbeatInput,
        responses=HeartbeatSerializer,
        operation_id="services_heartbeat",
    )
    def create(self, request: Request, version: str, key: UUID) -> Response:
        service = who_signed(key, request.headers, request._request.body)
        instance = beat(service=service, **valid(HeartbeatInput, request))
        return Response(
            {"instance": str(instance.pk) if instance else None, "next_seconds": max(1, service.ttl_seconds // 3)}
        )
