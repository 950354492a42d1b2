from apps.groups.selectors.invites import invite_by_code, invites_of, members_of

__all__ = ["invite_by_code", "invites_of", "members_of"]
