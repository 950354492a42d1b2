from apps.groups.serializers.groups import (
    AcceptedSerializer,
    AddMembersInput,
    ChangeGroupInput,
    CreateGroupInput,
    CreateInviteInput,
    GroupMembersQuery,
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
    "GroupMembersQuery",
    "InvitePreviewSerializer",
    "InviteSerializer",
    "MemberRoleInput",
    "OwnerInput",
    "ReplaceGroupInput",
]
