"""The mail about a device that was not seen before."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.accounts.actions import end_login_session, open_login_session
from apps.accounts.devices import Device, device_of
from apps.accounts.models import LoginSession, User

LINUX = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"
LINUX_NEWER = LINUX.replace("130.0", "131.0")
PHONE = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537.36"
)
TABLET = "Mozilla/5.0 (Linux; Android 13; SM-X700) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36"
IPAD = "Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1"


@pytest.fixture
def sign_in(do_work, django_capture_on_commit_callbacks):
    """Sign in and be the worker."""

    def function(user, user_agent=LINUX, address="203.0.113.7"):
        with django_capture_on_commit_callbacks(execute=True):
            open_login_session(user=user, user_agent=user_agent, address=address)
        do_work()
        return LoginSession.objects.filter(user=user).latest("id")

    return function


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (LINUX, Device("Firefox", "Linux", "desktop")),
        (PHONE, Device("Chrome", "Android", "phone")),
        (TABLET, Device("Chrome", "Android", "tablet")),
        (IPAD, Device("Mobile Safari", "iOS", "tablet")),
        ("curl/8.1", Device("curl", None, "api")),
        ("", Device(None, None, "api")),
        ("\x00 <script>" * 20, Device(None, None, "api")),
    ],
)
def test_what_a_user_agent_tells(user_agent, device):
    assert device_of(user_agent) == device


def test_the_first_sign_in_after_registering_is_no_news(ayse, sign_in, mailoutbox):
    sign_in(ayse)
    assert mailoutbox == []


def test_the_first_one_later_is(ayse, sign_in, mailoutbox):
    User.objects.update(date_joined=timezone.now() - timedelta(days=1))
    sign_in(ayse)
    assert len(mailoutbox) == 1


def test_a_new_device_is_told_in_the_persons_language(ayse, bora, sign_in, mailoutbox, settings):
    for person, words in ((ayse, "Yeni bir cihaz"), (bora, "A new device")):
        sign_in(person)
        mailoutbox.clear()
        sign_in(person, PHONE, "198.51.100.9")
        (mail,) = mailoutbox
        assert mail.to == [person.email]
        assert words in mail.subject
        for text in (mail.body, mail.alternatives[0][0]):
            assert "Chrome, Android" in text
            assert "198.51.100.9" in text
            assert f"{settings.ORIGIN}/accounts/sessions/" in text


@pytest.mark.parametrize(
    ("user_agent", "address", "new"),
    [
        (LINUX, "203.0.113.99", False),  # the same network
        (LINUX_NEWER, "203.0.113.7", False),  # an update of the browser
        (LINUX, "198.51.100.9", True),  # a copied User-Agent from elsewhere
        (PHONE, "203.0.113.7", True),
        ("", None, True),
    ],
)
def test_what_counts_as_seen_before(ayse, sign_in, mailoutbox, user_agent, address, new):
    end_login_session(session=sign_in(ayse), reason="signed_out")
    mailoutbox.clear()
    sign_in(ayse, user_agent, address)
    assert len(mailoutbox) == new


def test_another_persons_device_does_not_count(ayse, bora, sign_in, mailoutbox):
    sign_in(bora, PHONE)
    sign_in(ayse)
    sign_in(ayse, PHONE)
    assert [mail.to for mail in mailoutbox] == [[ayse.email]]


def test_the_mailbox_is_not_filled(ayse, sign_in, mailoutbox):
    for number in range(14):
        sign_in(ayse, PHONE, f"198.51.{number}.9")
    assert len(mailoutbox) == 10


def test_names_and_devices_are_escaped(bora, sign_in, mailoutbox):
    User.objects.filter(pk=bora.pk).update(display_name="<b>Bora</b>")
    bora.refresh_from_db()
    sign_in(bora)
    sign_in(bora, PHONE)
    assert "<b>Bora" not in mailoutbox[0].alternatives[0][0]


def test_a_person_who_has_gone_gets_none(ayse, sign_in, mailoutbox):
    sign_in(ayse)
    User.objects.filter(pk=ayse.pk).update(deletes_at=timezone.now())
    sign_in(ayse, PHONE)
    assert mailoutbox == []
