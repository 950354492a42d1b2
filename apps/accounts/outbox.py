"""Mails on their way: written in the transaction that causes them, sent by a worker, tried again while SMTP is gone.

No request ever waits for a mail server, and of a mail that cannot be sent the next one does not suffer: after a failed
connection the round ends, the sweep begins the next.
"""

import smtplib
from collections.abc import Iterable
from datetime import timedelta
from email.utils import parseaddr

import orjson
import structlog
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.utils import timezone

from apps.accounts.crypto import decrypt, encrypt
from apps.accounts.models import OutgoingMail, User
from apps.core.wake import wake

log = structlog.get_logger(__name__)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=20), timedelta(hours=1)
GIVEN_UP = timedelta(days=1)  # most links in mails are dead by then
LEASE = timedelta(minutes=2)  # of a worker that is sending: longer than EMAIL_TIMEOUT
BATCH = 100


def post_mail(*, template: str, user: User | None, to: str, subject: str, text: str, html: str) -> OutgoingMail:
    """Put a mail into the outbox, inside the caller's transaction; a worker is woken after commit."""
    content = orjson.dumps({"to": to, "subject": subject, "text": text, "html": html}).decode()
    mail = OutgoingMail.objects.create(template=template, user=user, content=encrypt(content))
    wake("apps.accounts.tasks.send_mail", str(mail.pk))
    return mail


def send_one(mail_id: str) -> None:
    """Send one mail at once, if it is due."""
    _send_all(OutgoingMail.objects.filter(pk=mail_id, next_at__lte=timezone.now()))


def send_due() -> int:
    """Send what is due; return how many went out."""
    return _send_all(OutgoingMail.objects.filter(next_at__lte=timezone.now()).order_by("next_at")[:BATCH])


def _send_all(rows: Iterable[OutgoingMail]) -> int:
    sent = 0
    connection = None
    for mail in rows:
        if not _claim(mail):
            continue
        try:
            message = _message(mail)
            if connection is None:
                connection = get_connection()
                connection.open()
            connection.send_messages([message])
        except (InvalidToken, ValueError) as error:  # of a lost key; an address that no mail can be sent to
            log.error("mail.broken", mail=str(mail.pk), template=mail.template, error=type(error).__name__)
            mail.delete()
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
            if not _is_for_good(error):
                _try_later(mail, error)
                continue
            log.warning("mail.refused", mail=str(mail.pk), template=mail.template)  # never the address
            mail.delete()
        except (OSError, smtplib.SMTPException) as error:  # nobody there, or they do not let us in
            _try_later(mail, error)
            break
        else:
            mail.delete()
            sent += 1
    if connection is not None:
        connection.close()
    return sent


def _claim(mail: OutgoingMail) -> bool:
    """Take a mail for this worker. If the worker dies, another sends it when the lease is over."""
    rows = OutgoingMail.objects.filter(pk=mail.pk, attempts=mail.attempts, next_at=mail.next_at)
    mail.attempts += 1
    return rows.update(attempts=mail.attempts, next_at=timezone.now() + LEASE) == 1


def _message(mail: OutgoingMail) -> EmailMultiAlternatives:
    content = orjson.loads(decrypt(mail.content))
    _name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    headers = {
        "Message-ID": f"<{mail.pk.hex}@{sender.rpartition('@')[2]}>",  # the same when it is sent twice after a crash
        "Auto-Submitted": "auto-generated",  # no out-of-office answers
    }
    message = EmailMultiAlternatives(content["subject"], content["text"], None, [content["to"]], headers=headers)
    message.attach_alternative(content["html"], "text/html")
    return message


def _is_for_good(error: smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) -> bool:
    """Did the mail server say 5xx, which asking again does not change?"""
    if isinstance(error, smtplib.SMTPDataError):
        return error.smtp_code >= 500
    return all(code >= 500 for code, _text in error.recipients.values())


@transaction.atomic
def _try_later(mail: OutgoingMail, error: Exception) -> None:
    log.warning("mail.failed", mail=str(mail.pk), template=mail.template, error=type(error).__name__)
    if timezone.now() - mail.created_at > GIVEN_UP:
        log.error("mail.given_up", mail=str(mail.pk), template=mail.template)
        mail.delete()
        return
    wait = min(FIRST_WAIT * 2 ** min(mail.attempts - 1, 20), LONGEST_WAIT)
    OutgoingMail.objects.filter(pk=mail.pk).update(next_at=timezone.now() + wait)
