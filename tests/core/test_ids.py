import threading

from apps.core.ids import uuid7
from apps.core.text import fold


def test_keys_are_version_seven_and_rise():
    found = [uuid7() for _ in range(10_000)]
    assert found == sorted(found)
    assert len(set(found)) == len(found)
    assert {key.version for key in found} == {7}


def test_keys_of_many_threads_differ():
    found: list = []
    threads = [threading.Thread(target=lambda: found.extend(uuid7() for _ in range(2_000))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 8_000


def test_the_four_letters_i_are_one():
    assert {fold(word) for word in ("IĞDIR", "ığdır", "İĞDİR", "iğdir")} == {"igdir"}
    assert fold("Çâğrı ÖZ") == "cagri oz"
