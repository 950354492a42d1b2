from django.http import JsonResponse
from django.urls import path

from tests.load.baseline.models import Membership, Message


def history(request, room):
    """What one writes first: the ORM, a synchronous view, JsonResponse."""
    if not Membership.objects.filter(room_id=room, user_id=request.user.pk).exists():
        return JsonResponse({}, status=403)
    rows = Message.objects.filter(room_id=room).select_related("author").order_by("-id")[:50]
    found = [
        {"id": m.pk, "author": m.author.username, "text": m.text, "created_at": m.created_at.isoformat()} for m in rows
    ]
    answer = JsonResponse({"messages": found})
    answer["Content-Length"] = len(answer.content)  # the client here reads no chunks
    return answer


urlpatterns = [path("rooms/<int:room>/history", history)]
