"""What a search costs: `GET /messages/search` beside a plain LIKE over the same 10,000 messages, interleaved in one run.

    ALTLAS_ENV=test python -m tests.load.search [--messages 10000] [--rounds 30]

Runs in a database of its own, as the tests do (DATABASE_URL chooses which). Both sides read one page of 50 that one
person may see, the newest first; the words are rare, common and absent.
"""

import argparse
import os
import random
import statistics
import time
from collections.abc import Callable

os.environ.setdefault("ALTLAS_ENV", "test")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "altlas.settings")

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test.utils import setup_databases, teardown_databases  # noqa: E402

from apps.accounts.models import User  # noqa: E402
from apps.chat.models import Conversation, Message, Participant  # noqa: E402
from apps.chat.search.asking import read  # noqa: E402
from apps.chat.search.finding import messages_found  # noqa: E402
from apps.chat.search.keeping import catch_up  # noqa: E402
from tests.factories.accounts import UserFactory  # noqa: E402

SYLLABLES = ("ka", "le", "mi", "şo", "tu", "ğı", "rü", "pa", "ne", "zö", "li", "ba", "çe", "yu")
ROOMS = 20
ASKED = {"rare": "kitapları", "common": "toplantı", "absent": "zürafalar", "part": "plant"}


def fill(amount: int) -> User:
    """Write messages of some 12 words in several rooms; one in a thousand has the rare word, one in ten the common."""
    chance = random.Random(4)
    words = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(3_000)]
    user = UserFactory()
    rooms = [Conversation.objects.create(kind="group", name=f"{n}") for n in range(ROOMS)]
    Participant.objects.bulk_create(Participant(conversation=room, user=user) for room in rooms)
    rows = []
    for number in range(amount):
        text = chance.choices(words, k=12)
        text += ["kitaplarımız"] if number % 1_000 == 7 else []
        text += ["toplantısı"] if number % 10 == 3 else []
        rows.append(Message(conversation=rooms[number % ROOMS], seq=number, sender=user, text=" ".join(text)))
    Message.objects.bulk_create(rows, batch_size=1_000)
    return user


def by_index(user: User, text: str) -> list[Message]:
    return list(messages_found(user, read(text, {})).order_by("-created_at", "-id")[:51])


def by_like(user: User, text: str) -> list[Message]:
    rows = Message.objects.visible_to(user).filter(deleted_at=None, text__icontains=text).select_related("sender")
    return list(rows.order_by("-created_at", "-id")[:51])


def seconds(work: Callable[[User, str], list[Message]], user: User, text: str) -> float:
    began = time.perf_counter()
    work(user, text)
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=30)
    options = parser.parse_args()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        user = fill(options.messages)
        began = time.perf_counter()
        while not catch_up(10):
            pass
        took = time.perf_counter() - began
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        print(f"{connection.vendor}: {options.messages} messages indexed in {took:.1f} s")
        for name, text in ASKED.items():
            pairs = [(seconds(by_index, user, text), seconds(by_like, user, text)) for _ in range(options.rounds)]
            index, like = (statistics.median(side) * 1_000 for side in zip(*pairs, strict=True))
            hits = len(by_index(user, text)), len(by_like(user, text))
            print(f"{name:7} {index:7.2f} ms by index ({hits[0]} found), {like:7.2f} ms by LIKE ({hits[1]} found): "
                  f"{like / index:.1f} times as fast")  # fmt: skip
    finally:
        teardown_databases(databases, verbosity=0)


if __name__ == "__main__":
    main()
