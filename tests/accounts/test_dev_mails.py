"""The page that shows a developer's mails, and everybody else nothing."""

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection

PAGE = "/accounts/dev-mails/"


@pytest.fixture
def developing(settings, tmp_path, db):
    settings.DEBUG, settings.PRODUCTION = True, False
    settings.ALLOWED_HOSTS = ["*"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    settings.INTERNAL_IPS = []
    return settings


def send(*subjects):
    mails = []
    for subject in subjects:
        mail = EmailMultiAlternatives(
            subject, f"Gövde <b>\n\nhttp://localhost/{subject}/\n", None, ["ayse@example.org"]
        )
        mail.attach_alternative("<p>page</p>", "text/html")
        mails.append(mail)
    get_connection().send_messages(mails)


def show(client, **headers):
    return client.get(PAGE, **{"HTTP_HOST": "127.0.0.1:8000", **headers})


def test_a_developer_sees_what_was_sent(client, developing):
    assert show(client).status_code == 200
    send("Birinci ş", "İkinci")
    send("Son")
    page = show(client)
    text = page.content.decode()
    assert text.index("Son") < text.index("İkinci") < text.index("Birinci ş")
    assert "&lt;b&gt;" in text
    assert 'href="http://localhost/Son/"' in text
    assert page["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("change", [
    {"DEBUG": False}, {"PRODUCTION": True}, {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend"},
])  # fmt: skip
def test_nobody_sees_it_elsewhere(client, developing, change):
    for name, value in change.items():
        setattr(developing, name, value)
    assert show(client).status_code == 404


@pytest.mark.parametrize("headers", [
    {"REMOTE_ADDR": "198.51.100.7"}, {"REMOTE_ADDR": ""}, {"HTTP_HOST": "chat.example.org"},
    {"HTTP_X_FORWARDED_FOR": "198.51.100.7"}, {"HTTP_FORWARDED": "for=198.51.100.7"}, {"HTTP_VIA": "1.1 proxy"},
    {"HTTP_X_REAL_IP": "127.0.0.1"}, {"HTTP_HOST": "127.0.0.1.evil.example"},
])  # fmt: skip
def test_nobody_sees_it_from_elsewhere(client, developing, headers):
    assert show(client, **headers).status_code == 404


def test_it_is_not_there_as_shipped(client, db):
    assert show(client).status_code == 404
