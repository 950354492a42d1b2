from apps.groups.serializers.groups import (
    AcceptedSerializer,
    AddMembersInput,
    ChangeGroupInput,
    CreateGroupInput,
    CreateInviteInput,
    InvitePreviewSerializer,
    InviteSerializer,
    MemberRoleInput,
    OwnerInput,
    ReplaceGroupInput,
)

__all__ = [
    "AcceptedSerializer",
    "AddMembersInput",
    "ChangeGroupInput",
    "CreateGroupInput",
    "CreateInviteInput",
    "InvitePreviewSerializer",
    "InviteSerializer",
    "MemberRoleInput",
    "OwnerInput",
    "ReplaceGroupInput",
]
