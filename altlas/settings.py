"""The one settings file. Values come from the environment (see `environment.py`), never from code per environment."""

import os
from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from altlas.environment import BASE_DIR, ENVIRONMENT, env, own_secret, passkey_domain, read_environment

read_environment()

VERSION = "0.1.0"
PRODUCTION = ENVIRONMENT == "prod"
DEBUG = env.bool("DEBUG", default=False)
EMBEDDED = env.bool("ALTLAS_EMBEDDED", default=not PRODUCTION)  # worker and timers inside the web process
DATA_DIR = Path(env.str("ALTLAS_DATA_DIR", default=str(BASE_DIR / "data"))).resolve()
HOST = env.str("ALTLAS_HOST", default="127.0.0.1")
PORT = env.int("PORT", default=8000)
ORIGIN = env.str("ALTLAS_ORIGIN", default=f"http://127.0.0.1:{PORT}").rstrip("/")

if env.str("SECRET_KEY", default=""):
    SECRET_KEY = env.str("SECRET_KEY")
elif PRODUCTION:
    raise ImproperlyConfigured("SECRET_KEY is missing: set it, or SECRET_KEY_FILE, to 50 random characters.")
else:
    SECRET_KEY = own_secret(DATA_DIR, "secret_key")
FIELD_ENCRYPTION_KEY = env.str("FIELD_ENCRYPTION_KEY", default=SECRET_KEY)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])
CSRF_TRUSTED_ORIGINS = [ORIGIN]
SOCKET_ORIGINS = [ORIGIN, *env.list("ALTLAS_SOCKET_ORIGINS", default=[])]

# Apps -----------------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "altlas",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "servestatic.runserver_nostatic",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "channels",
    "corsheaders",
    "guardian",
    "allauth",
    "allauth.account",
    "apps.core",
    "apps.events",
    "apps.realtime",
    "apps.accounts",
    "apps.services",
    "apps.files",
    "apps.chat",
    "apps.groups",
    "apps.voice",
    "apps.encryption",
    "apps.commands",
    "apps.notifications",
    "apps.bots",
    "apps.webhooks",
    "apps.miniapps",
    "apps.automation",
    "apps.analytics",
    "apps.audit",
    "apps.portability",
]

MIDDLEWARE = [
    "apps.core.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "apps.core.gate_middleware.GateMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "apps.core.middleware.ApiGuardMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "apps.accounts.middleware.LoginSessionMiddleware",
    "apps.accounts.middleware.SecondFactorMiddleware",
    "apps.accounts.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "apps.audit.middleware.AuditMiddleware",
]

ROOT_URLCONF = "altlas.urls"
ASGI_APPLICATION = "altlas.asgi.application"
WSGI_APPLICATION = "altlas.wsgi.application"
APPEND_SLASH = False
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# Rows -----------------------------------------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR}/altlas.sqlite3")}
SQLITE = DATABASES["default"]["ENGINE"].endswith("sqlite3")
# The threads that answer are few and stay (`http_handler.py`): each keeps its SQLite open. PostgreSQL has a pool.
DATABASES["default"]["CONN_MAX_AGE"] = 600 if SQLITE else 0  # seconds
if SQLITE:
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000; PRAGMA mmap_size=134217728"
        ),
    }
else:
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        {
            "connect_timeout": 3,
            "prepare_threshold": 1_000_000,  # only what says so itself is prepared: apps/core/statements.py
            "pool": {
                "min_size": env.int("DATABASE_POOL_MIN", default=2),
                "max_size": env.int("DATABASE_POOL_MAX", default=20),
                "timeout": 5,
                "max_lifetime": 1800,
                "reconnect_timeout": 2,  # then the next request tries anew: no growing pause after a long absence
            },
        }
    )
if SQLITE:
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}  # a file: threads need real locks
# May what is sent over and over be prepared? Not behind a pooler that knows no prepared statements.
DATABASE_PREPARED = env.bool("DATABASE_PREPARED", default=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Processes ------------------------------------------------------------------------------------------------------------
REDIS_URLS = env.list("REDIS_URL", default=[])  # several, by commas = sharding; or some nodes of a cluster
REDIS_CLUSTER = env.bool("REDIS_CLUSTER", default=False)  # is it a Redis Cluster that REDIS_URL names?
CACHES = {
    "default": (
        {"BACKEND": "apps.core.redis_cache.Cache", "LOCATION": REDIS_URLS}
        if REDIS_URLS
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="") or (
    REDIS_URLS[0] if REDIS_URLS and not REDIS_CLUSTER else "memory://localhost/"  # Celery knows no cluster
)
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"polling_interval": 0.05}
    if CELERY_BROKER_URL.startswith("memory")
    else {"visibility_timeout": 3600, "socket_connect_timeout": 1, "socket_timeout": 5}
    if CELERY_BROKER_URL.startswith("redis")
    else {}
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_ACKS_LATE = CELERY_TASK_REJECT_ON_WORKER_LOST = CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY = False  # rows and sweeps are the truth: a wake-up that cannot be sent is not waited for
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
SOCKET_COMPRESSION = env.bool("ALTLAS_SOCKET_COMPRESSION", default=False)
SOCKET_JOIN_MS = env.float("ALTLAS_SOCKET_JOIN_MS", default=5.0)  # under load frames are joined for so long; 0: never
SOCKET_JOIN_ABOVE = env.int("ALTLAS_SOCKET_JOIN_ABOVE", default=40_000)  # load: so many deliveries a second
HTTP_THREADS = env.int("ALTLAS_HTTP_THREADS", default=8)
SOCKET_THREADS = env.int("ALTLAS_SOCKET_THREADS", default=8)
WORKER_THREADS = env.int("ALTLAS_WORKER_THREADS", default=8)
ALTLAS_TASKS_PER_PERSON = env.int("ALTLAS_TASKS_PER_PERSON", default=100)  # of commands, at work at once
ALTLAS_TASKS_AT_ONCE = env.int("ALTLAS_TASKS_AT_ONCE", default=500)  # of all people together
PURGE_AFTER = timedelta(seconds=env.int("ALTLAS_PURGE_AFTER_SECONDS", default=86_400))  # what people deleted
SERVER_KEPT_DAYS = env.int("ALTLAS_SERVER_KEPT_DAYS", default=7)  # a deleted server can be brought back so long
# Segmentation asks an OpenAI-compatible endpoint where one is set: https://host/v1 (docs/guides/understanding.md)
SEGMENTATION_MODEL_URL = env("ALTLAS_SEGMENTATION_MODEL_URL", default="")
SEGMENTATION_MODEL_NAME = env("ALTLAS_SEGMENTATION_MODEL_NAME", default="default")
SEGMENTATION_MODEL_KEY = env("ALTLAS_SEGMENTATION_MODEL_KEY", default="")
SEGMENTATION_MODEL_WHEN = env("ALTLAS_SEGMENTATION_MODEL_WHEN", default="always")  # or unsure: where the rules are not
SEGMENTATION_MODEL_SECONDS = env.float("ALTLAS_SEGMENTATION_MODEL_SECONDS", default=20.0)  # for all it is asked
SEGMENTATION_MODEL_BYTES = env.int("ALTLAS_SEGMENTATION_MODEL_BYTES", default=500_000)  # of one answer
# Steps of commands (`model.run`) ask an OpenAI-compatible endpoint where one is set: https://host/v1
ALTLAS_MODEL_URL = env.str("ALTLAS_MODEL_URL", default="")
ALTLAS_MODEL_NAME = env.str("ALTLAS_MODEL_NAME", default="default")
ALTLAS_MODEL_KEY = env.str("ALTLAS_MODEL_KEY", default="")
ALTLAS_MODEL_MAX_TOKENS = env.int("ALTLAS_MODEL_MAX_TOKENS", default=2_000)
ALTLAS_COMMAND_MAIL_DOMAINS = env.list("ALTLAS_COMMAND_MAIL_DOMAINS", default=[])  # besides people by name
SWEEP_SECONDS = env.float("ALTLAS_SWEEP_SECONDS", default=10.0)  # security.md section 5

# People ---------------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["apps.accounts.backends.RoleBackend", "apps.accounts.backends.SignInBackend"]
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if env.str("ALTLAS_PASSWORD_HASHER", default="") == "fast" and not PRODUCTION
    else ["apps.accounts.hashers.Argon2Hasher"]
)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "apps.accounts.validators.MaximumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "apps.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the library sends no mails: ours are in apps/accounts/mails.py
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("ALLAUTH_TRUSTED_PROXY_COUNT", default=1 if TRUSTED_PROXIES else 0)
REGISTRATION = env.str("ALTLAS_REGISTRATION", default="open")
if REGISTRATION not in ("open", "invited", "closed"):
    raise ImproperlyConfigured("ALTLAS_REGISTRATION is open, invited (by an administrator) or closed.")
ACCESS_TOKEN_LIFETIME = timedelta(minutes=10)
LOGIN_SESSION_IDLE = timedelta(days=env.int("ALTLAS_SESSION_IDLE_DAYS", default=30))
LOGIN_SESSION_ABSOLUTE = timedelta(days=env.int("ALTLAS_SESSION_ABSOLUTE_DAYS", default=90))
SESSIONS_KEPT = LOGIN_SESSION_ABSOLUTE + timedelta(days=90)  # ended ones: to know devices again, and for analytics
DELETION_GRACE = timedelta(days=env.int("ALTLAS_DELETION_GRACE_DAYS", default=14))
EXPORT_KEPT = timedelta(days=7)
REQUIRE_SECOND_FACTOR = env.str("ALTLAS_REQUIRE_SECOND_FACTOR", default="none")  # of nobody, of staff, of all
if REQUIRE_SECOND_FACTOR not in ("none", "staff", "all"):
    raise ImproperlyConfigured("ALTLAS_REQUIRE_SECOND_FACTOR is one of: none, staff, all.")
PASSKEY_DOMAIN, PASSKEY_ORIGINS = passkey_domain(ORIGIN)
FRESH_FOR = timedelta(minutes=10)  # after a password or factor was shown; then it is asked for again
SESSION_ENGINE = "apps.accounts.sessions"
SESSION_COOKIE_AGE = int(LOGIN_SESSION_ABSOLUTE.total_seconds())  # idleness is judged by the login session's row
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = ORIGIN.startswith("https://")

# API ------------------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "apps.accounts.api.authentication.BearerAuthentication",
        "apps.accounts.api.key_authentication.ApiKeyAuthentication",
        "apps.accounts.api.authentication.CookieAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["apps.core.rules.FollowsRule"],
    "DEFAULT_PARSER_CLASSES": ["apps.core.mediatypes.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["apps.core.mediatypes.OrjsonRenderer", "apps.core.mediatypes.BrowsableRenderer"],
    "DEFAULT_THROTTLE_CLASSES": ["apps.core.throttling.RequestThrottle"],
    "DEFAULT_SCHEMA_CLASS": "apps.core.openapi.AutoSchema",
    "DEFAULT_VERSIONING_CLASS": "apps.core.versioning.UrlAndAcceptVersioning",
    "DEFAULT_VERSION": "1",
    "ALLOWED_VERSIONS": ["1"],
    "EXCEPTION_HANDLER": "apps.core.problems.exception_handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "DATETIME_FORMAT": "%Y-%m-%dT%H:%M:%S.%fZ",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "ALT_LAS",
    "DESCRIPTION": "Conversation, commands and gateway: one versioned API.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "LICENSE": {"name": "MIT"},
    "POSTPROCESSING_HOOKS": ["apps.core.openapi.add_problem_responses"],
}
CORS_ALLOWED_ORIGINS = env.list("CORS_ALLOWED_ORIGINS", default=[])
CORS_URLS_REGEX = r"^/api/.*$"
LIMITS_FACTOR = env.float("ALTLAS_LIMITS_FACTOR", default=1.0)
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # JSON body, security.md section 8

# Requests to the outside ----------------------------------------------------------------------
ALTLAS_ALLOW_OWN_DEMO = env.bool("ALTLAS_ALLOW_OWN_DEMO", default=not PRODUCTION)
ALTLAS_OWN_PORT = PORT
ALTLAS_OUTGOING_HTTP = env.bool("ALTLAS_OUTGOING_HTTP", default=True)
ALTLAS_OUTGOING_PORTS = env.list("ALTLAS_OUTGOING_PORTS", cast=int, default=[80, 443])
ALTLAS_OUTGOING_ALLOW_NETWORKS = env.list("ALTLAS_OUTGOING_ALLOW_NETWORKS", default=[])
# Where external services may be beside public addresses: host:port, or networks (any port of theirs).
SERVICE_HOSTS = [entry.lower() for entry in env.list("ALTLAS_SERVICE_HOSTS", default=[])]

# Figures for Prometheus at /metrics: for whoever shows the token (Authorization: Bearer), or asks from these networks.
METRICS_TOKEN = env.str("ALTLAS_METRICS_TOKEN", default="")
METRICS_NETWORKS = env.list("ALTLAS_METRICS_NETWORKS", default=[] if PRODUCTION else ["127.0.0.0/8", "::1"])
if not EMBEDDED:  # several processes: each writes its counts there (apps/core/metrics.py)
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(DATA_DIR / "metrics"))
    Path(os.environ["PROMETHEUS_MULTIPROC_DIR"]).mkdir(parents=True, exist_ok=True)

# Pages ----------------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = env.str("ALTLAS_LANGUAGE", default="en")
LANGUAGES = [("en", _("English")), ("tr", _("Turkish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "altlas_language"
TIME_ZONE = env.str("ALTLAS_TIMEZONE", default="Europe/Istanbul")
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
SERVESTATIC_USE_FINDERS = True  # no copy step: what stands in static/ is served
SERVESTATIC_AUTOREFRESH = DEBUG
SERVESTATIC_USE_MANIFEST = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": DATA_DIR / "files"}},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ("/api/docs",),
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None

# Mail -----------------------------------------------------------------------------------------------------------------
if env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="ALT_LAS <altlas@localhost>")

# Logs -----------------------------------------------------------------------------------------------------------------
LOGGING_CONFIG = "apps.core.logs.configure"
LOGGING = {
    "format": env.str("ALTLAS_LOG_FORMAT", default="json" if PRODUCTION else "console"),
    "level": env.str("ALTLAS_LOG_LEVEL", default="INFO"),
}
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]  # its rows are asked behind our own predicates only, not by has_perm
CELERY_BEAT_SCHEDULE = {
    "sweep-events": {"task": "apps.events.tasks.sweep_events", "schedule": SWEEP_SECONDS},
    "keep-search-index": {"task": "apps.chat.tasks.keep_search_index", "schedule": SWEEP_SECONDS},
    "purge-old-messages": {"task": "apps.chat.tasks.purge_old_messages", "schedule": 3600.0},
    "sweep-runs": {"task": "apps.commands.tasks.sweep_runs", "schedule": SWEEP_SECONDS},
    "sweep-schedules": {"task": "apps.commands.tasks.sweep_schedules", "schedule": min(SWEEP_SECONDS, 5.0)},
    "sweep-people": {"task": "apps.commands.tasks.sweep_people", "schedule": SWEEP_SECONDS},
    "do-what-is-due": {"task": "apps.chat.tasks.do_what_is_due", "schedule": min(SWEEP_SECONDS, 5.0)},
    "purge-deleted": {"task": "apps.chat.tasks.purge_deleted_messages", "schedule": 3600.0},
    "sweep-exports": {"task": "apps.accounts.tasks.sweep_exports", "schedule": SWEEP_SECONDS},
    "send-mails": {"task": "apps.accounts.tasks.send_mails", "schedule": SWEEP_SECONDS},
    "forget-sessions": {"task": "apps.accounts.tasks.forget_sessions", "schedule": 86_400.0},
    "drop-attempts": {"task": "apps.accounts.tasks.drop_attempts", "schedule": 3600.0},
    "erase-people": {"task": "apps.accounts.tasks.erase_people", "schedule": 3600.0},
    "forget-challenges": {"task": "apps.accounts.tasks.forget_challenges", "schedule": 3600.0},
    "look-after-servers": {"task": "apps.groups.tasks.look_after_servers", "schedule": 600.0},
    "sweep-deliveries": {"task": "apps.commands.tasks.sweep_deliveries", "schedule": SWEEP_SECONDS},
    "watch-services": {"task": "apps.services.tasks.watch_services", "schedule": SWEEP_SECONDS},
    "drop-lost-instances": {"task": "apps.services.tasks.drop_lost", "schedule": 3600.0},
    "forget-requests": {"task": "apps.core.tasks.forget_requests", "schedule": 3600.0},
}
