"""The plainest chat that Channels' documentation leads to: what ALT_LAS is measured against."""

import os

SECRET_KEY = "baseline"
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "channels",
    "tests.load.baseline",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
ROOT_URLCONF = "tests.load.baseline.views"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
if url := os.environ.get("DATABASE_URL"):
    import environ

    DATABASES = {"default": {**environ.Env.db_url_config(url), "CONN_MAX_AGE": 60}}
else:
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["BASELINE_SQLITE"]}}
redis = os.environ.get("REDIS_URL")
CHANNEL_LAYERS = {
    "default": {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": [redis]}}
    if redis
    else {"BACKEND": "channels.layers.InMemoryChannelLayer"}
}
