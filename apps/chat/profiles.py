"""A person's new name or picture reaches those who share a conversation with them."""

from apps.accounts.events import UserUpdated
from apps.accounts.models import User
from apps.accounts.serializers import UserSerializer
from apps.chat.models import topic_of
from apps.chat.selectors import conversation_ids
from apps.events.bus import broadcast, subscribe
from apps.events.models import Event


@subscribe(UserUpdated)
def tell_conversations(event: Event) -> None:
    """Tell each of the person's conversations once, whoever listens: two queries, however many people there are.

    Nothing is stored: whoever is away takes the name from their next snapshot.
    """
    user = User.objects.filter(pk=event.subject_id).first()
    if user is None:
        return
    face = UserSerializer(user).data
    for conversation in conversation_ids(user):
        broadcast(topic_of(conversation), "profile.updated", face)
