import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from apps.chat.actions import (
    add_participants,
    open_direct_conversation,
    remove_participant,
    send_message,
)
from apps.chat.events import MessageUpdated
from apps.chat.models import Message
from apps.chat.search.keeping import catch_up, index_messages, rebuild
from apps.chat.search.models import IndexEntry
from apps.chat.search.words import turkish_stem
from apps.chat.tasks import keep_search_index
from apps.events.bus import publish
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
URL = "/api/v1/messages/search"


@pytest.fixture
def say(bora, group):
    return lambda text, sender=bora, conversation=group: send_message(
        actor=sender, conversation=conversation, text=text
    )


def texts(client, q="", **more):
    answer = client.get(URL, {"q": q, **more})
    assert answer.status_code == 200, answer.json()
    return [row["text"] for row in answer.json()["results"]]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("kitap", "Kitapları masaya koydum"),
        ("kitapları", "Bir kitap aldım"),
        ("kitabı", "bütün kitaplarımız burada"),
        ("KİTAP", "kitapları"),
        ("kitap", "KİTAPLARI GETİR"),
        ("şehir", "bu şehre gelince"),
        ("şehrin", "güzel bir şehir"),
        ("burun", "burnum tıkalı"),
        ("BURNUNU", "burun sokmak"),
        ("renk", "rengi sarı"),
        ("kaydını", "kayıt yap"),
        ("izin", "iznim bitti"),
        ("öğrenci", "öğrencilerimizin ödevi"),
        ("ogrenci", "öğrencilerimizin ödevi"),
        ("ışık", "IŞIKLARI kapat"),
        ("isik", "ışıkları kapat"),
        ("IŞIK", "ışık yandı"),
        ("istanbul", "İstanbul'da yağmur"),
        ("İSTANBUL", "istanbulda yağmur"),
        ("Iğdır", "ığdır çok güzel"),
        ("meeting", "three meetings today"),
        ("meetings", "we meet at nine"),
        ("running", "She runs fast"),
        ("café", "the CAFE is open"),
        ("plantı", "toplantılarımız uzadı"),
        ("the", "the"),
        ("ve", "sen ve ben"),
        ('"çay molası"', "bugün Çay Molası var"),
        ("çay molası", "molası uzun sürdü, çay bitti"),
        ("e-posta", "E-Posta gönder"),
        ("100%", "100% tamam"),
        ("😀", "güldüm 😀"),
        ("a_b", "a_b adında"),
    ],
)
def test_it_finds(api, ayse, say, asked, said):
    say(said)
    say("bambaşka yazı")
    assert texts(api(ayse), asked) == [said]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("kitap", "defter"),
        ('"çay molası"', "molası uzun, çay bitti"),
        ("çay kahve", "yalnız çay"),
        ("karın", "karnabahar"),
        ("ak", "ağzı açık"),
        ("kitap -roman", "kitap bir roman"),
        ("%", "yüzde yok"),
        ("_", "altı çizgili yok"),
        ("' OR 1=1 --", "bir"),
        ("* OR plain", "yıldız"),
    ],
)
def test_it_does_not_find(api, ayse, say, asked, said):
    say(said)
    assert texts(api(ayse), asked) == []


def test_newest_first_in_pages_without_holes_or_repeats(api, ayse, say):
    for n in range(7):
        say(f"rapor {n}")
    seen, url = [], f"{URL}?q=rapor&limit=3"
    while url:
        page = api(ayse).get(url).json()
        seen += [row["text"] for row in page["results"]]
        url = page["next"]
    assert seen == [f"rapor {n}" for n in reversed(range(7))]


@pytest.mark.parametrize(
    ("asked", "said", "marked"),
    [
        ("kitap", "Bu kitapları al", ["kitapları"]),
        ("şehir", "Bu şehre gel", ["şehre"]),
        ("istanbul", "😀 İstanbul'a <b>gel</b>", ["İstanbul"]),
        ("gel", "😀 İstanbul'a <b>gel</b>", ["gel"]),
        ('"iyi günler"', "iyi günler ve iyi akşamlar", ["iyi günler"]),
        ("iyi -kötü", "iyi iyi", ["iyi", "iyi"]),
        ("from:bora", "kitap", []),
    ],
)
def test_highlights_are_places_in_the_text(api, ayse, say, asked, said, marked):
    say(said)
    (row,) = api(ayse).get(URL, {"q": asked}).json()["results"]
    assert row["text"] == said
    assert [said[one["start"] : one["end"]] for one in row["highlights"]] == marked


# filters ---------------------------------------------------------------------------------------------------------------
def test_from(api, ayse, bora, say):
    say("merhaba ben bora")
    say("merhaba ben ayşe", ayse)
    client = api(ayse)
    assert texts(client, "merhaba from:bora") == ["merhaba ben bora"]
    assert texts(client, "merhaba FROM:@Bora") == ["merhaba ben bora"]
    assert texts(client, "merhaba from:me") == ["merhaba ben ayşe"]
    assert texts(client, "merhaba", **{"from": str(bora.pk)}) == ["merhaba ben bora"]
    assert texts(client, 'merhaba from:"Ayşe Işık"') == ["merhaba ben ayşe"]
    assert len(texts(client, "merhaba from:bora from:me")) == 2


def test_in(api, ayse, bora, direct, group, say):
    say("burada", bora, direct)
    say("orada", bora, group)
    client = api(ayse)
    assert texts(client, "in:@bora") == ["burada"]
    assert texts(client, f"in:{direct.pk}") == ["burada"]
    assert texts(client, 'in:"ÇAY MOLASI"') == ["orada"]
    assert texts(client, "", **{"in": "çay"}) == ["orada"]


def test_has(api, ayse, say):
    say("bak https://example.org")
    first = say("sade")
    send_message(actor=ayse, conversation=first.conversation, text="cevap", reply_to=first.pk)
    assert texts(api(ayse), "has:link") == ["bak https://example.org"]
    assert texts(api(ayse), "has:reply") == ["cevap"]


def test_before_and_after_are_days_of_the_asker(api, ayse, say):
    old, new = say("eski not"), say("yeni not")
    Message.objects.filter(pk=old.pk).update(created_at="2026-03-04T20:59:00Z")  # 23:59 in Istanbul
    Message.objects.filter(pk=new.pk).update(created_at="2026-03-04T21:01:00Z")  # the day after, there
    client = api(ayse)
    assert texts(client, "not before:2026-03-05") == ["eski not"]
    assert texts(client, "not after:2026-03-05") == ["yeni not"]
    assert texts(client, "not after:2026-03-05 before:2026-03-05") == []
    assert texts(client, "not", before="2026-03-04T21:00:00Z") == ["eski not"]


@pytest.mark.parametrize(
    ("query", "pointer", "position"),
    [
        ({"q": "kitap from:yokboylebiri"}, "/q", 6),
        ({"q": "in:nowhere x"}, "/q", 0),
        ({"q": "ışık has:elephant"}, "/q", 5),
        ({"q": "a before:yesterday"}, "/q", 2),
        ({"q": "a after:2026-13-01"}, "/q", 2),
        ({"q": "a after:0001-01-01"}, "/q", 2),
        ({"q": "a from:"}, "/q", 2),
        ({"q": "a", "before": "x"}, "/before", 0),
        ({"q": "a", "in": "0e8f1d3c-0000-7000-8000-000000000000"}, "/in", 0),
        ({"q": ""}, "/q", 0),
        ({"q": "   "}, "/q", 0),
        ({}, "/q", 0),
        ({"q": "-a"}, "/q", 0),
        ({"q": "a " * 21}, "/q", 0),
    ],
)
def test_what_means_nothing_is_refused_with_its_place(api, ayse, query, pointer, position):
    answer = api(ayse).get(URL, query)
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert (error["pointer"], error["position"]) == (pointer, position)


@pytest.mark.parametrize("query", [{"q": "x" * 501}, {"q": "a\x00"}, {"q": "a", "x": "1"}, {"q": "a", "cursor": "x"}])
def test_malformed_is_400(api, ayse, query):
    assert api(ayse).get(URL, query).status_code == 400


# only what the asker may see now ---------------------------------------------------------------------------------------
def test_a_stranger_and_a_former_member_find_nothing(api, ayse, bora, cem, group, say):
    say("gizli kitap")
    assert texts(api(cem), "kitap") == []
    add_participants(actor=ayse, conversation=group, user_ids=[cem.pk])
    say("açık kitap")
    assert "açık kitap" in texts(api(cem), "kitap")
    remove_participant(actor=ayse, conversation=group, user=cem)
    assert texts(api(cem), "kitap") == []
    assert texts(api(cem), "from:bora") == []


def test_a_hidden_conversation_is_refused_as_an_unknown_one(api, cem, group, new_id):
    hidden, absent = (api(cem).get(URL, {"in": key}).json() for key in (str(group.pk), new_id()))
    assert {**hidden, "request_id": ""} == {**absent, "request_id": ""}


def test_what_is_deleted_is_gone_at_once_and_from_the_index(api, ayse, say):
    message = say("silinecek kitap")
    assert texts(api(ayse), "kitap") == ["silinecek kitap"]
    Message.objects.filter(pk=message.pk).update(deleted_at=message.created_at)
    assert texts(api(ayse), "kitap") == []
    publish(MessageUpdated(Message.objects.get(pk=message.pk)))
    assert catch_up()
    assert not IndexEntry.objects.filter(message=message).exists()


def test_an_edit_is_found_by_its_new_words_only(api, ayse, say):
    message = say("ilk söz")
    assert texts(api(ayse), "ilk") == ["ilk söz"]
    Message.objects.filter(pk=message.pk).update(text="son söz")
    publish(MessageUpdated(Message.objects.get(pk=message.pk)))
    assert texts(api(ayse), "ilk") == []
    assert texts(api(ayse), "son") == ["son söz"]


def test_nobody_signed_in_is_refused(api, db):
    assert api().get(URL, {"q": "a"}).status_code == 401


# the index -------------------------------------------------------------------------------------------------------------
def test_it_is_made_from_what_was_there_before(api, ayse, say):
    say("eskiden kalma")
    rebuild()
    assert IndexEntry.objects.count() == 0
    assert keep_search_index()
    assert texts(api(ayse), "eskiden") == ["eskiden kalma"]


@pytest.mark.django_db(transaction=True)
def test_an_index_in_the_making_says_so(api, ayse, bora, group, monkeypatch):
    monkeypatch.setattr("apps.chat.search.keeping.BATCH", 2)
    for n in range(7):
        send_message(actor=bora, conversation=group, text=f"sıra {n}")
    rebuild()
    answer = api(ayse).get(URL, {"q": "sıra"})
    assert (answer.status_code, answer.headers["Retry-After"]) == (202, "2")
    assert answer.json()["code"] == "search.index_not_ready"
    keep_search_index()
    assert len(texts(api(ayse), "sıra")) == 7


def test_indexing_twice_changes_nothing(say, api, ayse):
    message = say("iki kere")
    index_messages([message.pk])
    index_messages([message.pk])
    assert IndexEntry.objects.filter(message=message).count() == 1
    assert texts(api(ayse), "iki") == ["iki kere"]


@pytest.mark.django_db(transaction=True)
def test_what_was_taken_in_is_not_read_again(say, monkeypatch):
    say("bir")
    assert catch_up()
    taken = []
    monkeypatch.setattr("apps.chat.search.keeping.index_messages", lambda ids: taken.extend(ids))
    later = say("iki")
    assert catch_up()
    assert taken == [str(later.pk)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
def test_a_transaction_that_commits_late_is_not_passed_over(api, ayse, bora, direct, group):
    began, go_on = threading.Event(), threading.Event()

    def slowly():
        try:
            with transaction.atomic():
                send_message(actor=bora, conversation=direct, text="geç kalan kitap")
                began.set()
                go_on.wait(10)
        finally:
            connection.close()

    thread = threading.Thread(target=slowly)
    thread.start()
    assert began.wait(10)
    send_message(actor=bora, conversation=group, text="önce biten kitap")
    assert texts(api(ayse), "kitap") == ["önce biten kitap"]
    go_on.set()
    thread.join()
    assert len(texts(api(ayse), "kitap")) == 2


def test_it_costs_the_same_however_much_is_found(api, ayse, bora, say):
    def cost():
        catch_up()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            texts(api(ayse), "rapor from:bora in:çay has:link")
        return len(asked)

    say("rapor https://example.org 0")
    few = cost()
    for n in range(20):
        other = open_direct_conversation(actor=ayse, user_id=UserFactory().pk)[0]
        say(f"rapor https://example.org {n}", ayse, other)
        say(f"rapor https://example.org {n}")
    assert cost() == few


@pytest.mark.parametrize("text", ["a" * 20_000, "kitap " * 3_000, "'\"\\ & | ! ( ) : *", "<->", "ﷺ" * 50, "ا" * 3_000])
def test_any_text_can_be_taken_in_and_asked_for(api, ayse, say, text):
    say(text)
    assert catch_up()
    assert api(ayse).get(URL, {"q": text[:400]}).status_code in (200, 400)


def test_words_are_stemmed_in_many_threads_at_once():
    """A stemmer holds the word it works on: two threads at once were an IndexError, or each other's stem."""
    words = [
        f"{root}{ending}" for root in ("kitap", "öğrenci", "şehir", "telefon") for ending in ("lar", "ımız", "dan", "ı")
    ]
    alone = {word: turkish_stem.__wrapped__(word) for word in words}
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(turkish_stem.__wrapped__, words * 200))
    assert found == [alone[word] for word in words * 200]
