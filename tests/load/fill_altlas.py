"""Makes people, rooms and a long conversation in the product's database; prints tokens and rooms."""

import json

from django.core.management import call_command

from apps.accounts.actions import open_login_session
from apps.accounts.models import User
from apps.chat.actions import create_group_conversation
from apps.chat.sending import Draft, send_messages


def fill(members: int, pairs: int, history: int, amount: int) -> None:
    call_command("migrate", verbosity=0)
    people = [User(username=f"p{n}", email=f"p{n}@example.org") for n in range(amount)]
    User.objects.bulk_create(people)
    rooms = [_room(people[:members])]
    rooms += [_room(people[2 * n : 2 * n + 2]) for n in range(pairs)]
    rooms.append(_room(people[:50]))
    for start in range(0, history, 200):
        said = range(start, start + 200)
        send_messages([Draft(people[n % 50], rooms[-1].pk, f"history {n} ".ljust(200, "x")) for n in said])
    tokens = [open_login_session(user=person).access for person in people]
    print(json.dumps({"rooms": [str(room.pk) for room in rooms], "tokens": tokens}))


def _room(people):
    return create_group_conversation(actor=people[0], name="room", member_ids=[person.pk for person in people])
