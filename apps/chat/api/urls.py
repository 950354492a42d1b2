from django.urls import path

from apps.chat.api.conversations import ConversationViewSet
from apps.chat.api.messages import MessageViewSet

urlpatterns = [
    path("conversations", ConversationViewSet.as_view({"get": "list", "post": "create"})),
    path("conversations/<uuid:key>", ConversationViewSet.as_view({"get": "retrieve"})),
    path("conversations/<uuid:key>/read", ConversationViewSet.as_view({"put": "read"})),
    path("conversations/<uuid:key>/messages", MessageViewSet.as_view({"get": "list"})),
    path("messages", MessageViewSet.as_view({"post": "create"})),
    path("messages/<uuid:key>", MessageViewSet.as_view({"get": "retrieve"})),
]
