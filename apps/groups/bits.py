"""What can be permitted in a server, as bits: a role has some, an override allows or denies some."""

from collections.abc import Iterable

# The order is for ever: numbers are stored. New ones go to the end.
NAMES = (
    "view_channel",
    "send_messages",
    "attach_files",
    "add_reactions",
    "pin_messages",
    "mention_everyone",
    "manage_messages",
    "announce",
    "create_invite",
    "manage_channels",
    "manage_roles",
    "manage_server",
    "manage_emoji",
    "kick_members",
    "ban_members",
    "mute_members",
    "change_nickname",
    "manage_nicknames",
    "view_statistics",
    "connect",
    "speak",
    "send_in_threads",
    "administrator",
    "view_audit_log",
)
BIT = {name: 1 << number for number, name in enumerate(NAMES)}
ALL = (1 << len(NAMES)) - 1
ADMINISTRATOR, VIEW, SEND = BIT["administrator"], BIT["view_channel"], BIT["send_messages"]


def bits_of(names: Iterable[str]) -> int:
    """Return the bits of names of permissions; raises KeyError for an unknown one."""
    bits = 0
    for name in names:
        bits |= BIT[name]
    return bits


def names_of(bits: int) -> list[str]:
    """Return the names of permissions, in their order."""
    return [name for name in NAMES if bits & BIT[name]]


# What can differ from channel to channel.
IN_CHANNELS = (
    "view_channel", "send_messages", "attach_files", "add_reactions", "pin_messages", "mention_everyone",
    "manage_messages", "announce", "manage_channels", "connect", "speak", "send_in_threads",
)  # fmt: skip
CHANNEL_BITS = bits_of(IN_CHANNELS)
DEFAULT = bits_of(
    ("view_channel", "send_messages", "attach_files", "add_reactions", "pin_messages", "create_invite",
     "change_nickname", "connect", "speak", "send_in_threads")
)  # fmt: skip
