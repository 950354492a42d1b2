"""Health checks of what every installation stands on: database, cache and bus, broker, data folder."""

import os
import shutil
from urllib.parse import urlsplit

import redis
from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from apps.core.health import Result, health_check
from apps.core.redis_servers import servers

FREE_BYTES = 200_000_000


@health_check("database", required=True)
def database() -> Result:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return Result("database", "down", "migrations are missing", "run: python manage.py migrate")
    return Result("database", "ok", connection.vendor)


@health_check("cache")
def cache_and_bus() -> Result:
    if not settings.REDIS_URLS:
        return Result("cache", "ok", "in this process")
    advice = "start Redis, or correct REDIS_URL; messages go on, live delivery between processes waits"
    try:
        known = servers().all()
        gone = [name for name in (_unreachable(url) for url in known) if name]
        cache.set("altlas.health", "ok", 10)
    except Exception as error:  # whatever the driver raises
        servers().doubt()
        return Result("cache", "down", type(error).__name__, advice)
    if gone:
        return Result("cache", "degraded", f"{len(gone)} of {len(known)} servers: {', '.join(gone)}", advice)
    kind = " cluster" if settings.REDIS_CLUSTER else ""
    return Result("cache", "ok", f"redis{kind}, {len(known)} servers" if len(known) > 1 else "redis")


def _unreachable(url: str) -> str:
    """Return what is wrong with a Redis server; nothing where it answers."""
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=1, socket_timeout=1) as client:
            client.ping()
            if settings.REDIS_CLUSTER and b"cluster_state:ok" not in client.execute_command("CLUSTER", "INFO"):
                return f"{urlsplit(url).hostname}: the cluster is not whole"
    except (redis.RedisError, OSError) as error:
        parts = urlsplit(url)
        return f"{parts.hostname}:{parts.port}: {type(error).__name__}"
    return ""


@health_check("broker")
def broker() -> Result:
    if settings.CELERY_BROKER_URL.startswith("memory"):
        return Result("broker", "ok", "in this process")
    try:
        with current_app.connection_for_write(connect_timeout=2) as link:
            link.ensure_connection(max_retries=1, timeout=2)
        return Result("broker", "ok", settings.CELERY_BROKER_URL.split(":", 1)[0])
    except Exception as error:
        advice = "start the broker, or correct CELERY_BROKER_URL; what is accepted now runs when it is back"
        return Result("broker", "down", type(error).__name__, advice)


@health_check("data_folder", required=True)
def data_folder() -> Result:
    folder = settings.DATA_DIR
    if not os.access(folder, os.W_OK):
        return Result("data_folder", "down", "not writable", f"let this user write to {folder}, or set ALTLAS_DATA_DIR")
    free = shutil.disk_usage(folder).free
    if free < FREE_BYTES:
        return Result("data_folder", "degraded", f"{free // 1_000_000} MB free", "make room on this disk")
    return Result("data_folder", "ok", f"{free // 1_000_000_000} GB free")
