"""Two people talk; one asks for something; both watch it get done."""

import re
import signal

import pytest
from playwright.sync_api import expect

TURKISH = "/run {url}/static/demo/cities.csv adresindeki tabloyu indir, şehre göre say, ilk 3'ü buraya yaz"
ENGLISH = "/run download the table at {url}/static/demo/cities.csv, count by city, post the top 3 here"


def open_conversation(one, other):
    one.page.get_by_role("button", name=re.compile("Yeni konuşma|New conversation")).first.click()
    dialog = one.page.get_by_role("dialog")
    dialog.locator("input").first.fill(other.username)
    dialog.get_by_text(other.name).first.click()
    dialog.get_by_role("button", name=re.compile("^(Başlat|Start)$")).click()
    expect(one.page.locator("textarea")).to_be_visible()


def test_two_people_talk_live(person):
    ayse, bora = person("ayse", "Ayşe Işık", "tr-TR"), person("bora", "Bora Kaya")
    open_conversation(ayse, bora)
    ayse.write("Merhaba Bora, İstanbul'dan selam!")
    bora.page.get_by_role("link", name=re.compile("Ayşe Işık")).or_(
        bora.page.get_by_role("option", name=re.compile("Ayşe Işık"))
    ).first.click()
    expect(bora.page.get_by_text("Merhaba Bora, İstanbul'dan selam!").last).to_be_visible()
    bora.write("Selam Ayşe")
    expect(ayse.page.get_by_text("Selam Ayşe").last).to_be_visible()


@pytest.mark.parametrize("wish", [TURKISH, ENGLISH], ids=["turkish", "english"])
def test_a_command_runs_in_front_of_both(person, server, wish):
    ayse, bora = person("ayse", "Ayşe Işık", "tr-TR"), person("bora", "Bora Kaya")
    open_conversation(ayse, bora)
    ayse.write("Şu tabloya bakalım")
    bora.page.get_by_role("link", name=re.compile("Ayşe Işık")).or_(
        bora.page.get_by_role("option", name=re.compile("Ayşe Işık"))
    ).first.click()
    ayse.write(wish.format(url=server.url))
    for one in (ayse, bora):
        expect(one.page.get_by_role("region", name=re.compile("Komut:|Command:")).last).to_be_visible()
    ayse.page.get_by_role("button", name="Çalıştır", exact=True).last.click()
    for one in (ayse, bora):
        card = one.page.get_by_role("region", name=re.compile("Komut:|Command:")).last
        expect(card.get_by_role("status").first).to_contain_text(re.compile("Başarılı|Done|Succeeded"))
        for line in ("İstanbul: 312", "Ankara: 201", "İzmir: 148"):
            expect(one.page.get_by_text(line).last).to_be_visible()
    report = ayse.page.get_by_role("link", name="Rapor").last.get_attribute("href")
    page = ayse.context.request.get(f"{server.url}{report}")
    assert page.ok
    assert "İstanbul" in page.text()
    for ending in (".alt", ".last", ".atlas"):
        link = ayse.page.get_by_role("link", name=ending, exact=True).last.get_attribute("href")
        assert ayse.context.request.get(f"{server.url}{link}").ok
    ayse.page.keyboard.press("Control+k")
    dialog = ayse.page.get_by_role("dialog")
    dialog.locator("input").first.fill("istanbul")
    expect(dialog.get_by_text(re.compile("Tabloyu indir|Download the table")).first).to_be_visible()


def test_a_server_that_is_killed_in_the_middle_of_a_run_goes_on(person, server):
    ayse, bora = person("ayse", "Ayşe Işık", "tr-TR"), person("bora", "Bora Kaya")
    open_conversation(ayse, bora)
    ayse.write('/run 4 saniye bekle, sonra buraya "bir kez yazıldı" yaz')
    ayse.page.get_by_role("button", name="Çalıştır", exact=True).last.click()
    card = ayse.page.get_by_role("region", name=re.compile("Komut:")).last
    expect(card.get_by_role("status").first).to_contain_text(re.compile("Çalışıyor|Bekliyor"))
    server.stop(signal.SIGKILL)
    server.start()
    expect(card.get_by_role("status").first).to_contain_text("Başarılı", timeout=60_000)
    ayse.complaints.clear()  # the connection was lost on purpose
    bora.complaints.clear()
    conversation = ayse.page.url.rsplit("/", 1)[-1]
    found = ayse.context.request.get(f"{server.url}/api/v1/conversations/{conversation}/messages").json()["results"]
    assert [message["type"] for message in found] == ["text", "command"]
