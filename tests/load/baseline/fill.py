"""Makes the tables, people, rooms, sessions and a long conversation; prints the sessions."""

import json
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection

from tests.load.baseline.models import Membership, Message


def fill(members: int, pairs: int, history: int, amount: int) -> None:
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        for model in (Membership, Message):
            editor.create_model(model)
    people = User.objects.bulk_create([User(username=f"p{n}", password="!") for n in range(amount)])
    places = [Membership(room_id=1, user=person) for person in people[:members]]
    places += [Membership(room_id=n // 2 + 2, user=people[n]) for n in range(2 * pairs)]
    places += [Membership(room_id=pairs + 2, user=person) for person in people[:50]]
    Membership.objects.bulk_create(places)
    said = [
        Message(room_id=pairs + 2, author=people[n % 50], text=f"history {n} ".ljust(200, "x")) for n in range(history)
    ]
    Message.objects.bulk_create(said, batch_size=500)
    print(json.dumps([_session(person) for person in people]))


def _session(person: User) -> str:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.create()
    return store.session_key
