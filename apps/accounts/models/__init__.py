"""People, what they sign in with, the login sessions they opened, and the keys that sign their tokens."""

from apps.accounts.models.api_keys import ApiKey
from apps.accounts.models.attempts import AttemptCount
from apps.accounts.models.exports import DataExport
from apps.accounts.models.factors import Method, Passkey, RecoveryCode, SpentChallenge, Totp
from apps.accounts.models.failed_sign_ins import FailedSignIn
from apps.accounts.models.first_admin import FirstAdminLink
from apps.accounts.models.invitations import Invitation
from apps.accounts.models.keys import SigningKey
from apps.accounts.models.login_sessions import LoginSession
from apps.accounts.models.mailed import OneTimeToken, OutgoingMail
from apps.accounts.models.preferences import Block, Preferences
from apps.accounts.models.roles import (
    ADMINISTRATOR,
    BUILTIN,
    EVERYTHING,
    MEMBER,
    MODERATOR,
    OWNER,
    OWNER_LEVEL,
    Role,
    RoleMember,
)
from apps.accounts.models.users import USERNAME_PATTERN, People, User

__all__ = [
    "ADMINISTRATOR",
    "BUILTIN",
    "EVERYTHING",
    "MEMBER",
    "MODERATOR",
    "OWNER",
    "OWNER_LEVEL",
    "USERNAME_PATTERN",
    "ApiKey",
    "AttemptCount",
    "Block",
    "DataExport",
    "FailedSignIn",
    "FirstAdminLink",
    "Invitation",
    "LoginSession",
    "Method",
    "OneTimeToken",
    "OutgoingMail",
    "Passkey",
    "People",
    "Preferences",
    "RecoveryCode",
    "Role",
    "RoleMember",
    "SigningKey",
    "SpentChallenge",
    "Totp",
    "User",
]
