"""What is sent to an address: an object, a text, a file, the result before it."""

from datetime import datetime

import pytest

from apps.commands.segmentation import segment

NOW = datetime(2026, 11, 23, 10)
URL = "https://a.example/in"


def sent(text: str) -> dict:
    """The parameters of the last request of a wish."""
    return [one for one in segment(text, now=NOW)["segments"] if one["task_type"] == "http.request"][-1]["parameters"]


@pytest.mark.parametrize(
    "text",
    [
        f'{URL} adresine {{"a": 1, "b": ["x, y"]}} gönder',
        f'{URL} adresine {{"a": 1, "b": ["x, y"]}} gövdesiyle POST at',
        f'post {{"a": 1, "b": ["x, y"]}} to {URL}',
        f'POST {URL} with body {{"a": 1, "b": ["x, y"]}}',
    ],
)
def test_an_object_is_the_body(text: str) -> None:
    assert sent(text) == {"url": URL, "method": "POST", "body": {"a": 1, "b": ["x, y"]}}


def test_a_method_that_is_said_stays() -> None:
    assert sent(f'PUT {{"a": true}} to {URL}') == {"url": URL, "method": "PUT", "body": {"a": True}}


@pytest.mark.parametrize("text", [f'post "good day" to {URL}', f'{URL} adresine "good day" gönder'])
def test_a_quotation_is_the_body(text: str) -> None:
    assert sent(text) == {"url": URL, "method": "POST", "body": "good day"}


@pytest.mark.parametrize("text", [f"Upload report.pdf to {URL}", f"report.pdf dosyasını {URL} adresine yükle"])
def test_a_file_is_uploaded_as_it_is(text: str) -> None:
    assert sent(text) == {"url": URL, "method": "POST", "file": "report.pdf"}


@pytest.mark.parametrize(
    "text",
    [
        f"Read a.csv, sort it by city and post the result to {URL}",
        f"a.csv dosyasını oku, şehre göre sırala ve sonucu {URL} adresine gönder",
    ],
)
def test_a_result_is_sent_on(text: str) -> None:
    before, request = segment(text, now=NOW)["segments"][-2:]
    assert request["dependencies"] == [before["id"]]
    assert request["parameters"] == {"url": URL, "method": "POST", "body": f"${{{before['id']}}}"}


@pytest.mark.parametrize("text", [f"POST to {URL}", f"{URL} adresine istek gönder", f"Fetch {URL}, then POST to {URL}"])
def test_nothing_is_sent_where_nothing_was_said(text: str) -> None:
    assert not sent(text).keys() & {"body", "file"}


@pytest.mark.parametrize(
    "said", ['{"a": "${secrets.key}"}', '{"a": 1' + "0" * 400 + "}", '{"a": NaN}', "{" * 3000, '{"a":' * 3000]
)
def test_what_looks_like_an_object_breaks_nothing(said: str) -> None:
    found = segment(f"{URL} adresine {said} gönder", now=NOW)["segments"]
    assert "${secrets" not in str([one["parameters"].get("body") for one in found]).replace("$${", "")
