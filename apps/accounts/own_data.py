"""What this app has of a person, and how it is erased."""

from collections.abc import Iterator
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Q
from guardian.models import UserObjectPermission

from apps.accounts.avatars import path_of
from apps.accounts.exports import remove_archive
from apps.accounts.factor_selectors import passkeys_of
from apps.accounts.factor_serializers import PasskeySerializer
from apps.accounts.factors import forget_factors
from apps.accounts.invitation_serializers import InvitationSerializer
from apps.accounts.models import Block, Invitation, Method, OneTimeToken, OutgoingMail, Preferences, Totp, User
from apps.accounts.people_serializers import DataExportSerializer
from apps.accounts.preferences_serializers import BlockSerializer, PreferencesSerializer
from apps.accounts.reach import preferences_of
from apps.accounts.role_serializers import role_stub
from apps.accounts.roles import lay_down_roles
from apps.accounts.serializers import MeSerializer
from apps.accounts.session_serializers import LoginSessionSerializer
from apps.core.models import IdempotentRequest
from apps.core.persondata import File, Rows, eraser, exporter
from apps.core.times import stamp
from apps.events.models import Event, Stream


@exporter("accounts")
def export(user: User) -> Iterator[Rows | File]:
    yield Rows("profile", [MeSerializer(user).data])
    yield Rows("preferences", [PreferencesSerializer(preferences_of(user)).data])
    blocks = user.blocks.select_related("blocked").order_by("created_at").iterator()
    yield Rows("blocks", (BlockSerializer(one).data for one in blocks))
    sessions = user.login_sessions.order_by("-created_at").iterator()
    yield Rows("sessions", (_session(one) for one in sessions))
    yield Rows("failed_sign_ins", (
        {"at": stamp(one.created_at), "address": one.address, "code": one.code}
        for one in user.failed_sign_ins.order_by("created_at").iterator()
    ))  # fmt: skip
    roles = user.role_members.select_related("role").order_by("granted_at")
    yield Rows("roles", ({**role_stub(one.role), "granted_at": stamp(one.granted_at)} for one in roles))
    totp = Totp.objects.filter(user=user).exclude(secret="").values_list("created_at", flat=True)
    factors = [{"method": Method.TOTP, "created_at": stamp(at)} for at in totp]
    keys = ({"method": Method.PASSKEY, **PasskeySerializer(one).data} for one in passkeys_of(user))
    yield Rows("second_factors", [*factors, *keys])
    sent = user.invitations.select_related("role", "invited_by", "accepted_by").order_by("created_at")
    yield Rows("invitations", (InvitationSerializer(one).data for one in sent))
    yield Rows("exports", (DataExportSerializer(one).data for one in user.data_exports.order_by("created_at")))
    if user.avatar:
        yield File("picture.webp", lambda: default_storage.open(path_of(user.avatar, 512)))


@eraser("accounts")
def erase(user: User) -> None:
    lay_down_roles(user)
    for one in user.data_exports.all():
        remove_archive(one)
    user.data_exports.all().delete()
    forget_factors(user)
    user.failed_sign_ins.all().delete()
    Preferences.objects.filter(pk=user.pk).delete()
    Block.objects.filter(Q(blocker=user) | Q(blocked=user)).delete()
    UserObjectPermission.objects.filter(user=user).delete()
    IdempotentRequest.objects.filter(user=user).delete()
    OneTimeToken.objects.filter(user=user).delete()
    OutgoingMail.objects.filter(user=user).delete()
    Invitation.objects.filter(email=user.email).delete()
    user.invitations.unanswered().delete()
    topic = f"user:{user.pk}"
    Event.objects.filter(topic=topic).delete()
    Stream.objects.filter(topic=topic).delete()


def _session(session: Any) -> dict[str, Any]:
    ended = {"ended_at": stamp(session.ended_at), "end_reason": session.end_reason}
    return {**LoginSessionSerializer(session).data, **ended}
