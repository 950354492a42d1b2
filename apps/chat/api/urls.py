from django.urls import path

from apps.chat.api.arranging import ArrangingViewSet
from apps.chat.api.conversations import ConversationViewSet
from apps.chat.api.message_urls import urlpatterns as of_messages
from apps.chat.api.messages import MessageViewSet
from apps.chat.api.receipts import ReceiptViewSet
from apps.chat.api.reports import ReportViewSet
from apps.chat.api.retention import RetentionViewSet
from apps.chat.api.search import MessageSearchViewSet

urlpatterns = [
    path("conversations", ConversationViewSet.as_view({"get": "list", "post": "create"})),
    path(
        "conversations/<uuid:key>",
        ArrangingViewSet.as_view({"get": "retrieve", "patch": "change", "delete": "destroy"}),
    ),
    path("conversations/<uuid:key>/read", ConversationViewSet.as_view({"put": "read"})),
    path("conversations/<uuid:key>/messages", MessageViewSet.as_view({"get": "list"})),
    path("conversations/<uuid:key>/archive", ArrangingViewSet.as_view({"put": "archive", "delete": "unarchive"})),
    path("conversations/<uuid:key>/pin", ArrangingViewSet.as_view({"put": "pin", "delete": "unpin"})),
    path("conversations/<uuid:key>/mute", ArrangingViewSet.as_view({"put": "mute", "delete": "unmute"})),
    path(
        "conversations/<uuid:key>/retention",
        RetentionViewSet.as_view({"get": "retrieve", "put": "update", "delete": "destroy"}),
    ),
    path("conversations/<uuid:key>/hold", RetentionViewSet.as_view({"put": "hold", "delete": "release"})),
    path("retention", RetentionViewSet.as_view({"get": "installation", "put": "set_installation"})),
    path("reports", ReportViewSet.as_view({"get": "list"})),
    path("reports/<uuid:key>", ReportViewSet.as_view({"get": "retrieve"})),
    path("reports/<uuid:key>/resolution", ReportViewSet.as_view({"put": "resolve"})),
    path("conversations/<uuid:key>/delivered", ReceiptViewSet.as_view({"put": "conversation_delivered"})),
    path("messages", MessageViewSet.as_view({"post": "create"})),
    path("messages/search", MessageSearchViewSet.as_view({"get": "list"})),
    path("messages/<uuid:key>/delivered", ReceiptViewSet.as_view({"put": "delivered"})),
    path("messages/<uuid:key>/read", ReceiptViewSet.as_view({"put": "read"})),
    path("messages/<uuid:key>/report", ReportViewSet.as_view({"post": "create"})),
    path("messages/<uuid:key>/receipts", ReceiptViewSet.as_view({"get": "list"})),
    path("messages/<uuid:key>", MessageViewSet.as_view({"get": "retrieve", "put": "update", "delete": "destroy"})),
    *of_messages,
]
