"""Actions on passkeys."""

from typing import Any

from django.db import IntegrityError, transaction

from apps.accounts.challenges import REGISTER, ChallengeRefused, new_challenge, spend_challenge
from apps.accounts.factor_events import FactorRenamed
from apps.accounts.factors import factor_is_added, factor_is_removed, owner_of_factors
from apps.accounts.models import Method, Passkey, User
from apps.accounts.permissions import is_fresh
from apps.accounts.problems import FactorWrong, FreshFactorRequired, PasskeyKnown, TooManyPasskeys
from apps.accounts.webauthn import AnswerRefused, Registered, creation_options, verified_registration
from apps.core.permissions import require
from apps.core.problems import NotFound
from apps.events.bus import publish

MAX_PASSKEYS = 20  # a person
ALONE = "passwordless"


def begin_passkey(*, actor: User, session: object, passwordless: bool = True) -> dict[str, Any]:
    """Return what a browser makes a passkey from. `passwordless`: it will sign in without name and password."""
    require(is_fresh(session), FreshFactorRequired)
    challenge = new_challenge(REGISTER, actor, ALONE if passwordless else "")
    return creation_options(actor, challenge, passwordless=passwordless)


def add_passkey(
    *, actor: User, session: object, name: str, credential: dict[str, Any]
) -> tuple[Passkey, list[str] | None]:
    """Register what the browser made. Returns recovery codes where there were none."""
    require(is_fresh(session), FreshFactorRequired)
    try:
        challenge, note = spend_challenge(REGISTER, actor, credential)
        made = verified_registration(challenge, credential)
    except (ChallengeRefused, AnswerRefused):
        raise FactorWrong() from None
    try:
        return _add(actor, session, name, made, passwordless=note == ALONE)
    except IntegrityError:
        raise PasskeyKnown() from None


@transaction.atomic
def _add(
    actor: User, session: object, name: str, made: Registered, *, passwordless: bool
) -> tuple[Passkey, list[str] | None]:
    user = owner_of_factors(actor, session)
    require(user.passkeys.count() < MAX_PASSKEYS, TooManyPasskeys)
    passkey = Passkey.objects.create(
        user=user,
        name=name,
        credential_id=made.credential_id,
        credential=made.credential,
        sign_count=made.sign_count,
        transports=made.transports,
        passwordless=passwordless,
    )
    return passkey, factor_is_added(user, session, Method.PASSKEY, name)


@transaction.atomic
def rename_passkey(*, actor: User, passkey: Passkey, name: str) -> Passkey:
    """Give a passkey another name."""
    found = Passkey.objects.select_for_update(of=("self",)).filter(pk=passkey.pk, user=actor).first()
    if found is None:  # removed meanwhile
        raise NotFound()
    passkey = found
    if passkey.name != name:
        passkey.name = name
        passkey.save(update_fields=["name"])
        publish(FactorRenamed(actor, Method.PASSKEY, name))
    return passkey


@transaction.atomic
def remove_passkey(*, actor: User, session: object, passkey: Passkey) -> None:
    """Take a passkey away. The last factor stays where one is required."""
    user = owner_of_factors(actor, session)
    require(user.passkeys.filter(pk=passkey.pk).delete()[0] > 0, NotFound)
    factor_is_removed(user, session, Method.PASSKEY, passkey.name)
