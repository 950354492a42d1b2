"""Actions on a person's data export: asked for, gathered by a worker, ready for some days, expired."""

import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import IO, Any

import structlog
from django.conf import settings
from django.core.files import File as StoredFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from apps.accounts.events import ExportFailed, ExportReady
from apps.accounts.models import DataExport, User
from apps.accounts.problems import ExportAtWork
from apps.core.ids import uuid7
from apps.core.persondata import File, Rows, exporters
from apps.core.strictjson import dumps
from apps.core.wake import wake
from apps.events.bus import publish

log = structlog.get_logger(__name__)
LEASE = timedelta(minutes=2)  # renewed with every thousand rows and every file
ATTEMPTS = 3
BUILD = "apps.accounts.tasks.build_export"
State = DataExport.State


@transaction.atomic
def ask_for_export(*, actor: User) -> DataExport:
    """Ask for one's own data; one export at a time."""
    try:
        with transaction.atomic():
            export = DataExport.objects.create(user=actor)
    except IntegrityError:
        raise ExportAtWork() from None
    wake(BUILD, str(export.pk))
    return export


def build_export(*, export: DataExport) -> bool:
    """Gather everything and store the archive; False where another worker does, or has done, so."""
    claimed = _claim(export)
    if claimed is None:
        return False
    try:
        with tempfile.TemporaryFile() as archive:
            write_archive(archive, claimed.user, lambda: _renew(claimed))
            size = archive.tell()
            archive.seek(0)
            key = default_storage.save(f"exports/{uuid7().hex}.zip", StoredFile(archive))
    except Exception as error:  # an exporter of any app; tried again when the lease is over
        log.exception("export.failed", export=str(claimed.pk), error=type(error).__name__)
        if claimed.attempt >= ATTEMPTS:
            _end(claimed, State.FAILED)
        return False
    now = timezone.now()
    done = _end(claimed, State.READY, storage_key=key, size=size, ready_at=now, expires_at=now + settings.EXPORT_KEPT)
    if not done:
        default_storage.delete(key)
    return done


def write_archive(archive: IO[bytes], user: User, alive: Callable[[], None]) -> None:
    """Write what every app has of a person as a zip: a folder for each app."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("about.json", dumps({"user": str(user.pk), "made_at": timezone.now().isoformat()}))
        for app, export in exporters.items():
            for part in export(user):
                alive()
                if isinstance(part, Rows):
                    _write_rows(folder, f"{app}/{part.name}.json", part.rows, alive)
                else:
                    _write_file(folder, app, part)


def expire_exports() -> int:
    """Remove archives whose time is over; return how many."""
    over = list(DataExport.objects.filter(state=State.READY, expires_at__lte=timezone.now())[:100])
    for export in over:
        remove_archive(export)
        DataExport.objects.filter(pk=export.pk).update(state=State.EXPIRED, storage_key="", size=None)
    return len(over)


def remove_archive(export: DataExport) -> None:
    if export.storage_key:
        default_storage.delete(export.storage_key)


def exports_to_build() -> list[DataExport]:
    """Return exports whose wake-up was lost or whose worker died."""
    now = timezone.now()
    settled = now - timedelta(seconds=settings.SWEEP_SECONDS / 2)
    waiting = Q(state=State.QUEUED, created_at__lt=settled) | Q(state=State.RUNNING, lease_until__lt=now)
    return list(DataExport.objects.filter(waiting)[:100])


@transaction.atomic
def _claim(export: DataExport) -> DataExport | None:
    now = timezone.now()
    free = Q(state=State.QUEUED) | Q(state=State.RUNNING, lease_until__lt=now)
    row = DataExport.objects.select_for_update(of=("self",)).filter(free, pk=export.pk).first()
    if row is None:
        return None
    if row.attempt >= ATTEMPTS:  # its worker died each time
        _end(row, State.FAILED)
        return None
    row.state, row.attempt, row.lease_until = State.RUNNING, row.attempt + 1, now + LEASE
    row.save(update_fields=["state", "attempt", "lease_until"])
    return row


def _renew(export: DataExport) -> None:
    DataExport.objects.filter(pk=export.pk, attempt=export.attempt).update(lease_until=timezone.now() + LEASE)


@transaction.atomic
def _end(export: DataExport, state: str, **fields: Any) -> bool:
    """Store how an attempt ended, unless a later one has begun."""
    rows = DataExport.objects.filter(pk=export.pk, attempt=export.attempt, state__in=DataExport.OPEN)
    if not rows.update(state=state, lease_until=None, **fields):
        return False
    export.refresh_from_db()
    publish(ExportReady(export) if state == State.READY else ExportFailed(export))
    return True


def _write_rows(folder: zipfile.ZipFile, name: str, rows: Iterable[dict[str, Any]], alive: Callable[[], None]) -> None:
    with folder.open(name, "w", force_zip64=True) as out:
        out.write(b"[")
        for number, row in enumerate(rows):
            if number and number % 1_000 == 0:
                alive()
            out.write((b",\n" if number else b"\n") + dumps(row))
        out.write(b"\n]\n")


def _write_file(folder: zipfile.ZipFile, app: str, part: File) -> None:
    source = part.open()
    if source is None:
        return
    with source, folder.open(f"{app}/{part.path}", "w", force_zip64=True) as out:
        shutil.copyfileobj(source, out)
