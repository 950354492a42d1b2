"""What happens to accounts."""

from typing import Any, ClassVar
from uuid import UUID

from apps.accounts.models import Block, DataExport, Preferences, Role, User
from apps.accounts.people_serializers import DataExportSerializer
from apps.accounts.preferences_serializers import BlockSerializer, PreferencesSerializer, UnblockedSerializer
from apps.accounts.role_serializers import RoleChangeSerializer, role_stub
from apps.accounts.serializers import ClaimSerializer, MeSerializer
from apps.events.bus import Happening


class OwnEvent(Happening):
    """An event that only the person themselves hears, on all their devices."""

    schema: ClassVar[Any] = MeSerializer

    def __init__(self, user: User):
        self.user = user

    def topic(self) -> str:
        return f"user:{self.user.pk}"

    def payload(self) -> dict[str, Any]:
        return MeSerializer(self.user).data

    def subject_id(self) -> str:
        return str(self.user.pk)


class UserRegistered(OwnEvent):
    """Somebody made an account."""

    type = "user.registered"
    audited = True

    def trail(self) -> dict[str, Any]:
        administrator = {"details": {"administrator": True}} if self.user.is_superuser else {}
        return {**super().trail(), "actor": [str(self.user.pk), self.user.name], **administrator}


class UserUpdated(OwnEvent):
    """A person changed their own profile: their other devices follow."""

    type = "user.updated"


class PreferencesUpdated(OwnEvent):
    """A person changed how they want things to be: their other devices follow."""

    type = "preferences.updated"
    schema = PreferencesSerializer

    def __init__(self, preferences: Preferences):
        super().__init__(preferences.user)
        self.preferences = preferences

    def payload(self) -> dict[str, Any]:
        return PreferencesSerializer(self.preferences).data


class BlockAdded(OwnEvent):
    """A person keeps somebody away; only they are told."""

    type = "block.added"
    schema = BlockSerializer

    def __init__(self, block: Block):
        super().__init__(block.blocker)
        self.block = block

    def payload(self) -> dict[str, Any]:
        return BlockSerializer(self.block).data


class BlockRemoved(OwnEvent):
    """A person keeps somebody away no longer; only they are told."""

    type = "block.removed"
    schema = UnblockedSerializer

    def __init__(self, user: User, freed: UUID):
        super().__init__(user)
        self.freed = freed

    def payload(self) -> dict[str, Any]:
        return {"user": str(self.freed)}


class AddressClaimed(OwnEvent):
    """Somebody else tried to register with this person's address."""

    type = "user.address_claimed"
    schema = ClaimSerializer

    def __init__(self, user: User, address: str):
        super().__init__(user)
        self.address = address

    def payload(self) -> dict[str, Any]:
        return {**ClaimSerializer(self.user).data, "address": self.address}


class RoleEvent(OwnEvent):
    """A person has, or has no longer, a role."""

    schema = RoleChangeSerializer
    audited = True

    def __init__(self, role: Role, user: User):
        super().__init__(user)
        self.role = role

    def payload(self) -> dict[str, Any]:
        return {"role": role_stub(self.role)}

    def trail(self) -> dict[str, Any]:
        target = ["user", str(self.user.pk)]
        return {**super().trail(), "target": target, "details": {"role": str(self.role.pk), "level": self.role.level}}


class RoleGranted(RoleEvent):
    """A person was given a role."""

    type = "role.granted"


class RoleRevoked(RoleEvent):
    """A person has a role no longer."""

    type = "role.revoked"


class ExportEvent(OwnEvent):
    """Something about a person's own data export."""

    schema = DataExportSerializer
    audited = True

    def __init__(self, export: DataExport):
        super().__init__(export.user)
        self.export = export

    def payload(self) -> dict[str, Any]:
        return DataExportSerializer(self.export).data

    def subject_id(self) -> str:
        return str(self.export.pk)


class ExportReady(ExportEvent):
    """A person's data can be downloaded."""

    type = "export.ready"


class ExportFailed(ExportEvent):
    """A person's data could not be gathered."""

    type = "export.failed"


class UserCreated(OwnEvent):
    """An administrator made an account for somebody."""

    type = "user.created"
    audited = True
