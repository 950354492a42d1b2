from apps.groups.models.channels import Category, Channel, Override
from apps.groups.models.emoji import CustomEmoji
from apps.groups.models.invites import Invite
from apps.groups.models.servers import Ban, Server, ServerMember, ServerRole, Silence
from apps.groups.models.statistics import ServerDay

__all__ = [
    "Ban",
    "Category",
    "Channel",
    "CustomEmoji",
    "Invite",
    "Override",
    "Server",
    "ServerDay",
    "ServerMember",
    "ServerRole",
    "Silence",
]
