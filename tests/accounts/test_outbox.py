"""Mails on their way, over a real SMTP server that comes and goes."""

import socket
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from django.core.cache import cache
from django.core.mail import get_connection
from django.utils import timezone

from apps.accounts import outbox
from apps.accounts.models import OutgoingMail
from apps.accounts.outbox import post_mail, send_due, send_one
from apps.accounts.tasks import send_mail, send_mails

pytestmark = pytest.mark.django_db


class Postbox:
    """Keeps what it is sent; some recipients it refuses."""

    def __init__(self):
        self.letters, self.answers = [], {}

    async def handle_RCPT(self, server, session, envelope, address, options):
        if answer := self.answers.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.letters.append(envelope)
        return "250 OK"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def port(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", free_port(), 2
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    return settings.EMAIL_PORT


@pytest.fixture
def server(port):
    controller = Controller(Postbox(), hostname="127.0.0.1", port=port)
    controller.start()
    yield controller.handler
    controller.stop()


def post(to="ayse@example.org", user=None, text="Gövde: https://chat.example.org/accounts/link/reset/gizli/"):
    return post_mail(template="x", user=user, to=to, subject="Şifre", text=text, html=f"<p>{text}</p>")


def test_a_mail_goes_out_as_text_and_page_and_is_kept_no_more(server):
    mail = post()
    send_mail(str(mail.pk))
    (letter,) = server.letters
    content = letter.content.decode()
    assert letter.rcpt_tos == ["ayse@example.org"]
    assert "text/plain" in content
    assert "text/html" in content
    assert f"Message-ID: <{mail.pk.hex}@" in content
    assert "Auto-Submitted: auto-generated" in content
    assert not OutgoingMail.objects.exists()
    send_mail(str(mail.pk))
    assert len(server.letters) == 1


def test_nothing_of_it_can_be_read_in_the_row():
    row = OutgoingMail.objects.get(pk=post().pk)
    for secret in ("gizli", "ayse@", "Şifre"):
        assert secret not in row.content


def test_without_a_server_it_waits_and_goes_out_later(port, caplog):
    post()
    assert send_mails() == 0
    row = OutgoingMail.objects.get()
    assert (row.attempts, row.next_at > timezone.now()) == (1, True)
    assert "mail.failed" in caplog.text
    assert "ayse@" not in caplog.text
    assert send_mails() == 0
    assert OutgoingMail.objects.get().attempts == 1  # not before its time
    waits = []
    for _ in range(12):
        OutgoingMail.objects.update(next_at=timezone.now())
        send_mails()
        waits.append(OutgoingMail.objects.get().next_at - timezone.now())
    assert all(earlier <= later + timedelta(seconds=5) for earlier, later in zip(waits, waits[1:], strict=False))
    assert waits[-1] <= outbox.LONGEST_WAIT
    OutgoingMail.objects.update(next_at=timezone.now())
    controller = Controller(Postbox(), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        assert send_mails() == 1
        assert len(controller.handler.letters) == 1
    finally:
        controller.stop()


def test_a_dead_server_is_asked_once_a_round(port):
    for number in range(5):
        post(f"n{number}@example.org")
    send_due()
    assert sum(OutgoingMail.objects.values_list("attempts", flat=True)) == 1


def test_who_is_refused_for_good_does_not_hold_up_the_others(server):
    server.answers = {"yok@example.org": "550 no such user", "dolu@example.org": "452 mailbox full"}
    for to in ("yok@example.org", "dolu@example.org", "ayse@example.org"):
        post(to)
    assert send_due() == 1
    assert [one.rcpt_tos for one in server.letters] == [["ayse@example.org"]]
    assert OutgoingMail.objects.get().attempts == 1  # the full mailbox is tried again


def test_after_a_day_it_is_given_up(port, caplog):
    post()
    OutgoingMail.objects.update(created_at=timezone.now() - timedelta(days=1, minutes=1))
    send_due()
    assert not OutgoingMail.objects.exists()
    assert "mail.given_up" in caplog.text


def test_what_another_worker_sends_is_left_to_it(server):
    mail = post()
    OutgoingMail.objects.filter(pk=mail.pk).update(attempts=1)
    assert outbox._send_all([mail]) == 0
    assert server.letters == []


def test_a_worker_that_died_is_followed_by_another(server):
    mail = post()
    assert outbox._claim(mail)
    assert send_due() == 0
    OutgoingMail.objects.update(next_at=timezone.now())
    assert send_due() == 1


def test_what_cannot_be_read_any_more_is_dropped(server, caplog):
    mail = post()
    OutgoingMail.objects.update(content="x")
    send_one(str(mail.pk))
    assert not OutgoingMail.objects.exists()
    assert "mail.broken" in caplog.text


def test_a_request_never_waits_for_the_mail_server(api, ayse, port, do_work):
    """With nobody there: the row is written, nothing else."""
    cache.clear()
    assert api().post("/api/v1/auth/password/reset", {"email": ayse.email}).status_code == 204
    assert get_connection().__class__.__module__.endswith("smtp")
