"""Which kind of task the words ask for."""

import pytest

from .graphs import types


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ("fetch https://a.example/x", "http.request"),
        ("call POST https://a.example/x", "http.request"),
        ("drop the empty rows", "data.transform"),
        ("turn stock.xlsx into JSON", "data.transform"),
        ("count the words in essay.txt", "text.count"),
        ("read budget.csv", "file.read"),
        ("export the list to out.csv", "file.write"),
        ("tell #legal about the new terms", "chat.post"),
        ('say "hello" here', "chat.post"),
        ("email the list to kim@example.com", "notify.email"),
        ("send me a push notification", "notify.push"),
        ("remind me tomorrow", "remind.create"),
        ("translate the note into French", "model.run"),
        ("summarise the last 5 messages in #ops", "model.run"),
        ("who mentioned the budget yesterday?", "search.messages"),
        ("get Selin's approval", "approval.request"),
        ("ask Selin to approve the plan", "approval.request"),
        ("create a task for Bora to fix the door", "todo.create"),
        ("run the monthly-close command", "command.run"),
        ("wait 5 minutes", "wait"),
    ],
)
def test_english_types(wish: str, expected: str) -> None:
    assert types(wish) == [expected]


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ("https://a.example/x adresini çek", "http.request"),
        ("https://a.example/x adresine POST isteği at", "http.request"),
        ("boş satırları çıkar", "data.transform"),
        ("stok.xlsx dosyasını CSV'ye çevir", "data.transform"),
        ("deneme.txt içindeki kelimeleri say", "text.count"),
        ("butce.csv dosyasını oku", "file.read"),
        ("sonucu cikti.csv olarak kaydet", "file.write"),
        ("#hukuk kanalına yeni şartları duyur", "chat.post"),
        ("buraya “selam” yaz", "chat.post"),
        ("listeyi kim@example.com adresine gönder", "notify.email"),
        ("bana bildirim gönder", "notify.push"),
        ("yarın bana hatırlat", "remind.create"),
        ("notu Fransızcaya çevir", "model.run"),
        ("#ops kanalındaki son 5 mesajı özetle", "model.run"),
        ("dün bütçeden kim bahsetti?", "search.messages"),
        ("Selin'den onay al", "approval.request"),
        ("Bora'ya kapıyı onarması için görev aç", "todo.create"),
        ("aylik-kapanis komutunu çalıştır", "command.run"),
        ("5 dakika bekle", "wait"),
        ("tabloyu sirala", "data.transform"),
        ("mesaji #genel kanalina gonder", "chat.post"),
    ],
)
def test_turkish_types(wish: str, expected: str) -> None:
    assert types(wish) == [expected]
