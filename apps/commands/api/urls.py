from django.urls import path

from apps.commands.api.atlas import AtlasViewSet
from apps.commands.api.commands import CommandViewSet
from apps.commands.api.documents import DocumentViewSet
from apps.commands.api.insight import EverythingViewSet, InsightViewSet
from apps.commands.api.logs import LogViewSet
from apps.commands.api.modes import ModesViewSet
from apps.commands.api.saved import SavedCommandViewSet, SavedDocumentViewSet
from apps.commands.api.schedules import ScheduleViewSet
from apps.commands.api.schemas import SchemaViewSet
from apps.commands.api.secrets import SecretViewSet
from apps.commands.api.signals import SignalViewSet
from apps.commands.api.tasks import TaskViewSet

urlpatterns = [
    path("commands", CommandViewSet.as_view({"get": "list", "post": "create"})),
    path("commands/preview", CommandViewSet.as_view({"post": "preview"})),
    path("commands/analytics", InsightViewSet.as_view({"get": "analytics"})),
    path("commands/suggestions", InsightViewSet.as_view({"get": "suggestions"})),
    path("search", EverythingViewSet.as_view({"get": "list"})),
    path("commands/bulk", CommandViewSet.as_view({"post": "bulk"})),
    path("commands/<uuid:key>", CommandViewSet.as_view({"get": "retrieve", "delete": "destroy"})),
    path("commands/<uuid:key>/confirm", CommandViewSet.as_view({"post": "confirm"})),
    path("commands/<uuid:key>/pause", CommandViewSet.as_view({"post": "pause"})),
    path("commands/<uuid:key>/resume", CommandViewSet.as_view({"post": "resume"})),
    path("commands/<uuid:key>/signals", SignalViewSet.as_view({"get": "list", "post": "create"})),
    path("commands/<uuid:key>/priority", CommandViewSet.as_view({"put": "priority"})),
    path("commands/<uuid:key>/diff", DocumentViewSet.as_view({"get": "diff"})),
    path("commands/<uuid:key>/similar", DocumentViewSet.as_view({"get": "similar"})),
    path("commands/<uuid:key>/rerun", CommandViewSet.as_view({"post": "rerun"})),
    path("commands/<uuid:key>/alt", DocumentViewSet.as_view({"get": "alt"})),
    path("commands/<uuid:key>/last", DocumentViewSet.as_view({"get": "last"})),
    path("commands/<uuid:key>/atlas", DocumentViewSet.as_view({"get": "atlas"})),
    path("commands/<uuid:key>/report", DocumentViewSet.as_view({"get": "report"})),
    path("commands/<uuid:key>/graph", DocumentViewSet.as_view({"get": "graph"})),
    path("commands/<uuid:key>/log", DocumentViewSet.as_view({"get": "log"})),
    path("commands/<uuid:key>/log/lines", LogViewSet.as_view({"get": "list"})),
    path("conversations/<uuid:key>/command-modes", ModesViewSet.as_view({"get": "retrieve", "put": "update"})),
    path("saved-commands", SavedCommandViewSet.as_view({"get": "list", "post": "create"})),
    path(
        "saved-commands/<uuid:key>",
        SavedCommandViewSet.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"}),
    ),
    path("saved-commands/<uuid:key>/form", SavedCommandViewSet.as_view({"get": "form"})),
    path("saved-commands/<uuid:key>/run", SavedCommandViewSet.as_view({"post": "run"})),
    path("saved-commands/<uuid:key>/alt", SavedDocumentViewSet.as_view({"get": "alt"})),
    path("schedules", ScheduleViewSet.as_view({"get": "list"})),
    path(
        "schedules/<uuid:key>",
        ScheduleViewSet.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"}),
    ),
    path("secrets", SecretViewSet.as_view({"get": "list", "post": "create"})),
    path(
        "secrets/<uuid:key>",
        SecretViewSet.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"}),
    ),
    path("tasks", TaskViewSet.as_view({"get": "list", "post": "create"})),
    path("tasks/<uuid:key>", TaskViewSet.as_view({"get": "retrieve", "patch": "partial_update"})),
    path("tasks/<uuid:key>/comments", TaskViewSet.as_view({"get": "comments", "post": "comment"})),
    path("schemas", SchemaViewSet.as_view({"get": "list"})),
    path("schemas/<str:name>", SchemaViewSet.as_view({"get": "retrieve"})),
    path("atlas", AtlasViewSet.as_view({"get": "list"})),
]
