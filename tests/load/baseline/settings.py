"""The plainest chat that Channels' documentation leads to: what ALT_LAS is measured against."""

import os

SECRET_KEY = "baseline"
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = ["channels", "tests.load.baseline"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
if url := os.environ.get("DATABASE_URL"):
    import environ

    DATABASES = {"default": environ.Env.db_url_config(url)}
else:
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["BASELINE_SQLITE"]}}
redis = os.environ.get("REDIS_URL")
CHANNEL_LAYERS = {
    "default": {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": [redis]}}
    if redis
    else {"BACKEND": "channels.layers.InMemoryChannelLayer"}
}
