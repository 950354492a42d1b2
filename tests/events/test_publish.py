import threading

import pytest
from django.db import connection, transaction

from apps.events import bus
from apps.events.bus import Happening, broadcast, next_seq, publish, subscribe
from apps.events.models import Event, Handled, Stream
from apps.events.tasks import dispatch, sweep_events


class Rang(Happening):
    type = "bell.rang"

    def topic(self):
        return "conversation:bell"

    def payload(self):
        return {"by": "ayse"}


@pytest.fixture
def heard(monkeypatch):
    """What outlets were given."""
    found = []
    monkeypatch.setattr(bus, "_outlets", [found.extend])
    return found


@pytest.fixture
def subscribers(monkeypatch):
    monkeypatch.setattr(bus, "_subscribers", {})


@pytest.mark.django_db(transaction=True)
def test_publishing_belongs_inside_a_transaction():
    with pytest.raises(RuntimeError):
        publish(Rang())


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_was_never_said(heard):
    with transaction.atomic():
        publish(Rang())
        transaction.set_rollback(True)
    assert heard == []
    assert not Event.objects.exists()
    assert not Stream.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_it_is_said_after_the_commit_and_not_before(heard):
    with transaction.atomic():
        publish(Rang())
        assert heard == []
    assert [delivery.topic for delivery in heard] == ["conversation:bell"]
    assert '"type":"bell.rang"' in heard[0].frame
    assert '"cursor":"e' in heard[0].frame


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_holes_when_many_publish_at_once(heard):
    def talk():
        for number in range(10):
            with transaction.atomic():
                publish(Rang())
                if number % 3 == 2:
                    transaction.set_rollback(True)
        connection.close()

    threads = [threading.Thread(target=talk) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    numbers = sorted(Event.objects.values_list("seq", flat=True))
    assert numbers == list(range(1, 29))


@pytest.mark.django_db(transaction=True)
def test_an_outlet_that_fails_harms_nobody(heard, monkeypatch):
    def broken(delivery):
        raise OSError

    monkeypatch.setattr(bus, "_outlets", [broken, heard.extend])
    with transaction.atomic():
        publish(Rang())
    assert len(heard) == 1
    assert Event.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_is_broadcast_is_never_stored(heard):
    broadcast("conversation:bell", "typing", {})
    assert len(heard) == 1
    assert heard[0].seq is None
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_subscriber_runs_once_however_often_it_is_woken(subscribers, do_work):
    calls = []
    subscribe(Rang)(lambda event: calls.append(event.pk))
    with transaction.atomic():
        event = publish(Rang())
    do_work()
    dispatch(event.pk)
    assert calls == [event.pk]
    assert Event.objects.get().handled_at


@pytest.mark.django_db(transaction=True)
def test_one_that_fails_stops_no_other_and_is_tried_again(subscribers, do_work):
    calls, fail = [], [True]

    def first(event):
        if fail.pop() if fail else False:
            raise OSError

        calls.append("first")

    subscribe(Rang)(first)
    subscribe(Rang)(lambda event: calls.append("second"))
    with transaction.atomic():
        event = publish(Rang())
    do_work()
    assert calls == ["second"]
    assert Handled.objects.count() == 1
    Event.objects.update(created_at="2026-01-01T00:00:00Z")
    assert sweep_events() == 1
    assert calls == ["second", "first"]
    assert Event.objects.filter(pk=event.pk, handled_at__isnull=False).exists() or not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_lost_wake_up_is_found_by_the_sweep(subscribers, monkeypatch):
    calls = []
    subscribe(Rang)(lambda event: calls.append(event.pk))
    monkeypatch.setattr(bus, "wake", lambda *args, **kwargs: None)
    with transaction.atomic():
        publish(Rang())
    assert sweep_events() == 0  # too fresh: its worker may be at it
    Event.objects.update(created_at="2026-11-21T00:00:00Z")
    sweep_events()
    assert len(calls) == 1


@pytest.mark.django_db(transaction=True)
def test_a_number_is_taken_under_the_row_lock():
    with transaction.atomic():
        assert [next_seq("conversation:x") for _ in range(3)] == [1, 2, 3]
