"""The addresses of what can be done with a message, and of what people keep for later."""

from typing import Any

from django.urls import URLPattern, path

from apps.chat.api.forward import ForwardViewSet
from apps.chat.api.later import DraftViewSet, ReminderViewSet, SavedViewSet, ScheduledViewSet
from apps.chat.api.marks import PinViewSet, ReactionViewSet, RevisionViewSet
from apps.chat.api.polls import AcknowledgementViewSet, PollViewSet
from apps.chat.api.threads import ThreadViewSet

ON_OFF = {"put": "update", "delete": "destroy"}


def of_message(tail: str, view: Any, **actions: str) -> URLPattern:
    return path(f"messages/<uuid:key>/{tail}", view.as_view(actions))


urlpatterns = [
    of_message("history", RevisionViewSet, get="list"),
    of_message("reactions", ReactionViewSet, get="list"),
    of_message("reactions/<str:emoji>", ReactionViewSet, **ON_OFF),
    of_message("pin", PinViewSet, **ON_OFF),
    of_message("thread", ThreadViewSet, get="retrieve"),
    of_message("thread/read", ThreadViewSet, put="read"),
    of_message("thread/follow", ThreadViewSet, put="follow", delete="unfollow"),
    of_message("forward", ForwardViewSet, post="create"),
    of_message("vote", PollViewSet, **ON_OFF),
    of_message("votes", PollViewSet, get="list"),
    of_message("poll/closed", PollViewSet, put="close"),
    of_message("acknowledge", AcknowledgementViewSet, put="update"),
    of_message("acknowledgements", AcknowledgementViewSet, get="list"),
    of_message("saved", SavedViewSet, **ON_OFF),
    of_message("reminder", ReminderViewSet, **ON_OFF),
    path("messages/saved", SavedViewSet.as_view({"get": "list"})),
    path("messages/reminders", ReminderViewSet.as_view({"get": "list"})),
    path("messages/threads", ThreadViewSet.as_view({"get": "list"})),
    path("messages/scheduled", ScheduledViewSet.as_view({"get": "list", "post": "create"})),
    path(
        "messages/scheduled/<uuid:key>",
        ScheduledViewSet.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"}),
    ),
    path("conversations/drafts", DraftViewSet.as_view({"get": "list"})),
    path("conversations/<uuid:key>/draft", DraftViewSet.as_view({"get": "retrieve", **ON_OFF})),
    path("conversations/<uuid:key>/pins", PinViewSet.as_view({"get": "list"})),
]
