from datetime import timedelta

import jwt
import pytest
from django.core.management import call_command
from django.utils import timezone

from apps.accounts import keys
from apps.accounts.crypto import decrypt, encrypt
from apps.accounts.models import SigningKey

ME = "/api/v1/users/me"


def test_rotating_signs_nobody_out(ayse, pair_of, bearer, capsys):
    before = pair_of(ayse)
    call_command("keys", "rotate")
    after = pair_of(ayse)
    kids = [jwt.get_unverified_header(pair.access)["kid"] for pair in (before, after)]
    assert kids[0] != kids[1]
    assert kids[1] in capsys.readouterr().out
    assert bearer(before.access).get(ME).status_code == 200
    assert bearer(after.access).get(ME).status_code == 200


def test_an_old_key_is_retired_only_after_its_last_token(ayse, pair_of, bearer):
    before = pair_of(ayse)
    new = keys.rotate_keys()
    assert keys.retire_old_keys() == 0
    SigningKey.objects.filter(pk=new.pk).update(created_at=timezone.now() - timedelta(minutes=12))
    SigningKey.objects.exclude(pk=new.pk).update(created_at=timezone.now() - timedelta(days=1))
    assert keys.retire_old_keys() == 1
    assert bearer(before.access).get(ME).json()["code"] == "auth.token_invalid"
    assert bearer(pair_of(ayse).access).get(ME).status_code == 200


def test_listing_names_the_keys_and_shows_no_secret(db, capsys):
    keys.key_set()
    keys.rotate_keys()
    call_command("keys", "list")
    out = capsys.readouterr().out
    assert [line.split()[-1] for line in out.splitlines()] == ["signs", "verifies"]
    assert "PRIVATE" not in out


def test_private_keys_are_encrypted_at_rest(db):
    keys.key_set()
    row = SigningKey.objects.get()
    assert "PRIVATE" not in row.private_key
    assert "PRIVATE" in decrypt(row.private_key)


def test_the_field_key_rotates_with_the_old_one_listed(db, settings):
    settings.FIELD_ENCRYPTION_KEY = "first"
    stored = encrypt("gizli")
    assert encrypt("gizli") != stored
    settings.FIELD_ENCRYPTION_KEY = "second,first"
    assert decrypt(stored) == "gizli"
    newer = encrypt("gizli")
    settings.FIELD_ENCRYPTION_KEY = "second"
    assert decrypt(newer) == "gizli"


def test_with_a_lost_field_key_a_new_signing_key_is_made_and_old_tokens_still_verify(ayse, pair_of, bearer, settings):
    before = pair_of(ayse)
    settings.FIELD_ENCRYPTION_KEY = "another"
    keys.forget_keys()
    assert bearer(before.access).get(ME).status_code == 200
    assert bearer(pair_of(ayse).access).get(ME).status_code == 200
    assert SigningKey.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_key_of_a_transaction_that_rolls_back_is_forgotten():
    from django.db import transaction

    with transaction.atomic():
        ghost = keys.key_set().signing_id
        transaction.set_rollback(True)
    assert keys.key_set().signing_id != ghost
    assert SigningKey.objects.get().pk == keys.key_set().signing_id


@pytest.mark.django_db(transaction=True)
def test_a_key_made_by_another_process_is_found_and_unknown_ones_cost_one_look_a_second(
    django_assert_num_queries, monkeypatch
):
    known = keys.key_set()
    other = keys._make()
    monkeypatch.setattr(keys.time, "monotonic", lambda: known.read_at + 2)
    assert keys.verifying_key(other.pk) is not None
    with django_assert_num_queries(0):
        assert keys.verifying_key("nonsense") is None
