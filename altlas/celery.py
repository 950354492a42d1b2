"""The Celery application: wake-ups for workers. What is to be done stands in rows; a sweep finds what was not woken."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "altlas.settings")

app = Celery("altlas")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
