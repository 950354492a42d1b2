"""Asking people, holding polls, waiting for what somebody says."""

from datetime import datetime

import pytest

from apps.commands.runner.types import registry
from apps.commands.segmentation import segment
from apps.commands.segmentation.answering import answered

NOW = datetime(2026, 11, 23, 10)


def read(text: str) -> list[dict]:
    return segment(text, now=NOW)["segments"]


def kinds(text: str) -> list[str]:
    return [one["task_type"] for one in read(text)]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Ayşe'ye sor: Toplantı kaçta?", {"people": ["Ayşe"], "text": "Toplantı kaçta"}),
        (
            "@ayse'ye sor: Nerede, ne zaman ve kim geliyor?",
            {"people": ["@ayse"], "text": "Nerede, ne zaman ve kim geliyor"},
        ),
        ('@ayse\'ye "Geliyor musun?" diye sor', {"people": ["@ayse"], "text": "Geliyor musun?"}),
        ("@ayse'ye bütçe hazır mı diye sor", {"people": ["@ayse"], "text": "bütçe hazır mı"}),
        ("ask @ayse whether the room is free", {"people": ["@ayse"], "text": "whether the room is free"}),
        ("Ask @ayse: can you send it and call me?", {"people": ["@ayse"], "text": "can you send it and call me"}),
        ("ask #ops who is on call", {"channel": "#ops", "text": "who is on call"}),
    ],
)
def test_a_question_waits_for_its_answer(text: str, asked: dict) -> None:
    [one] = read(text)
    assert (one["task_type"], one["parameters"]) == ("chat.ask", asked)
    registry["chat.ask"].check(one["parameters"])


@pytest.mark.parametrize(
    "text",
    [
        "Ask @can if the budget is ready and post his answer in #finance",
        "Ask @can whether the budget is ready; when he answers, post it in #finance",
        "@can'a bütçenin hazır olup olmadığını sor ve cevabını #finans kanalına yaz",
        "@can'a bütçe hazır mı diye sor; cevap gelince #finans kanalına ilet",
    ],
)
def test_the_answer_is_handed_on(text: str) -> None:
    question, post = read(text)
    assert (question["task_type"], post["task_type"]) == ("chat.ask", "chat.post")
    assert post["dependencies"] == [question["id"]]
    assert post["parameters"]["text"] == f"${{{question['id']}.text}}"


@pytest.mark.parametrize(
    "text", ["Ask Ahmet to fix the printer", "Ask facilities to fix it: create a task for Onur", "@ali'ye teşekkür et"]
)
def test_what_is_no_question_is_not_waited_for(text: str) -> None:
    assert "chat.ask" not in kinds(text)


@pytest.mark.parametrize(
    ("text", "question", "options"),
    [
        ("anket yap: Pizza mı köfte mi", "Pizza mı köfte mi", ["Pizza", "köfte"]),
        ("Anket başlat: Hangi gün? Pazartesi, salı, cuma.", "Hangi gün?", ["Pazartesi", "salı", "cuma"]),
        ('"Nerede yiyelim?" diye anket aç, seçenekler: pizza, kebap, salata', "Nerede yiyelim?", ["pizza", "kebap", "salata"]),
        ("start a poll: pizza or burgers?", "pizza or burgers", ["pizza", "burgers"]),
        ("Start a poll: Which day? Monday, Tuesday, Friday", "Which day?", ["Monday", "Tuesday", "Friday"]),
        ('Create a poll "Where to eat?" with options pizza, kebab and salad', "Where to eat?", ["pizza", "kebab", "salad"]),
        ("Hold a poll: should we meet on Monday or Tuesday?", "should we meet on Monday or Tuesday", ["Monday", "Tuesday"]),
    ],
)  # fmt: skip
def test_a_poll_has_its_question_and_its_choices(text: str, question: str, options: list[str]) -> None:
    [one] = read(text)
    assert (one["task_type"], one["parameters"]) == ("chat.poll", {"text": question, "options": options})
    registry["chat.poll"].check(one["parameters"])


@pytest.mark.parametrize(
    "text",
    [
        "#ofis kanalında anket yap: pizza mı kebap mı? Sonra kazananı buraya yaz",
        "Start a poll in #ofis: pizza or kebab? Then post the winner here",
    ],
)
def test_the_winner_of_a_poll_is_told(text: str) -> None:
    poll, post = read(text)
    assert (poll["task_type"], poll["parameters"]["channel"]) == ("chat.poll", "#ofis")
    assert post["dependencies"] == [poll["id"]]
    assert post["parameters"]["text"] == f"${{{poll['id']}.winner}}"


@pytest.mark.parametrize("text", ["start a poll about lunch", "öğle yemeği için anket başlat"])
def test_a_poll_without_choices_asks_for_them(text: str) -> None:
    found = segment(text, now=NOW)
    [question] = found["metadata"]["questions"]
    assert question["parameter"] == "options"
    answer = {"segment": question["segment"], "code": "missing", "parameter": "options", "value": "pizza, kebab"}
    assert answered(found, [answer])["segments"][0]["parameters"]["options"] == ["pizza", "kebab"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("@ali cevap verince https://a.example adresini çağır", {"from_people": ["@ali"]}),
        ("when @ali answers, call https://a.example", {"from_people": ["@ali"]}),
        ("call https://a.example when @ali replies", {"from_people": ["@ali"]}),
        ('biri #destek kanalında "acil" yazınca https://a.example adresini çağır', {"says": "acil"}),
        ('as soon as someone writes "acil" in #destek, call https://a.example', {"says": "acil"}),
        ('if someone writes "acil" in #destek, call https://a.example', {"says": "acil"}),
    ],
)
def test_what_somebody_says_is_waited_for(text: str, wanted: dict) -> None:
    listen, call = read(text)
    assert listen["task_type"] == "event.listen"
    assert listen["parameters"]["one"] == {"type": "message.created", **wanted}
    assert listen["parameters"].get("channel") == ("#destek" if "#destek" in text else None)
    assert call["when"] == {"segment": listen["id"], "branch": "then"}
    registry["event.listen"].check(listen["parameters"])


@pytest.mark.parametrize(
    "text", ['wait until @ali replies, then post "ok" here', '@ali yazana kadar bekle, sonra buraya "ok" yaz']
)
def test_waiting_until_somebody_writes(text: str) -> None:
    listen, post = read(text)
    assert listen["parameters"] == {"one": {"type": "message.created", "from_people": ["@ali"]}}
    assert post["dependencies"] == [listen["id"]]


@pytest.mark.parametrize(
    "text",
    [
        "https://a.example adresini al ve yanıtı buraya yaz",
        "https://a.example adresini çağır, cevabı #dev kanalına yaz",
        "call https://a.example and write the answer here",
    ],
)
def test_an_answer_of_a_server_is_posted(text: str) -> None:
    call, post = read(text)
    assert (post["task_type"], post["dependencies"]) == ("chat.post", [call["id"]])


@pytest.mark.parametrize("text", ["müşteriye bir yanıt yaz", "write a reply to the customer"])
def test_an_answer_that_is_to_be_thought_up_is_for_a_model(text: str) -> None:
    assert kinds(text) == ["model.run"]
