from apps.groups.models.invites import Invite

__all__ = ["Invite"]
