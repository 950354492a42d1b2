"""Sign-ins by day, device and address: of one person, or of everybody."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import CharField, Count, F, QuerySet, TextField
from django.db.models.functions import Cast, Concat, TruncDate
from django.utils import timezone

from apps.accounts.devices import Device, device_of
from apps.accounts.models import FailedSignIn, LoginSession, User

MOST = 10  # browsers, systems and addresses that are named
WIDTH, HEIGHT, GAP = 600, 120, 2  # of the chart, in its own units


def sign_in_analytics(*, user: User | None, zone: str, days: int = 30) -> dict[str, Any]:
    """Return the JSON of one person's sign-ins, or of everybody's, in five queries."""
    where = ZoneInfo(zone)
    today = timezone.now().astimezone(where).date()
    dates = [today - timedelta(days=back) for back in range(days - 1, -1, -1)]
    since = datetime.combine(dates[0], time(), where)
    begun: QuerySet[Any] = LoginSession.objects.filter(created_at__gte=since)
    failed: QuerySet[Any] = FailedSignIn.objects.filter(created_at__gte=since)
    if user is not None:
        begun, failed = begun.filter(user=user), failed.filter(user=user)
    by_day = {row["day"]: row for row in _by_day(begun, where)}
    failures = dict(_days(failed, where).annotate(many=Count("pk")).values_list("day", "many"))
    agents = begun.values("user_agent").annotate(many=Count("pk")).values_list("user_agent", "many")
    devices = [(device_of(agent), many) for agent, many in agents]
    places = begun.values("address").annotate(many=Count("pk")).order_by("-many", "address")[:MOST]
    return {
        "days": [_day(one, by_day.get(one, {}), failures.get(one, 0)) for one in dates],
        "by_browser": _named(devices, lambda device: device.browser),
        "by_os": _named(devices, lambda device: device.os),
        "by_address": [{"name": row["address"] or "", "count": row["many"]} for row in places],
    }


def chart(days: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the bars of a chart: sign-ins, and on top of them what failed. Whole numbers, alike in every language."""
    most = max([1, *(day["sign_ins"] + day["failed"] for day in days)])
    step = WIDTH / len(days)
    bars = []
    for at, day in enumerate(days):
        good, bad = (round(day[name] / most * (HEIGHT - 4)) for name in ("sign_ins", "failed"))
        x = round(at * step) + GAP
        bars.append({
            **day, "x": x, "width": max(1, round((at + 1) * step) - x - GAP),
            "good": good, "good_y": HEIGHT - good, "bad": bad, "bad_y": HEIGHT - good - bad,
        })  # fmt: skip
    return {"bars": bars, "width": WIDTH, "height": HEIGHT, "most": most}


def _by_day(begun: QuerySet[Any], where: ZoneInfo) -> QuerySet[Any]:
    device = Concat(Cast("user", CharField()), F("user_agent"), output_field=TextField())
    return _days(begun, where).annotate(
        sign_ins=Count("pk"), devices=Count(device, distinct=True), addresses=Count("address", distinct=True)
    )


def _days(rows: QuerySet[Any], where: ZoneInfo) -> QuerySet[Any]:
    return rows.order_by().annotate(day=TruncDate("created_at", tzinfo=where)).values("day")


def _day(one: date, found: dict[str, Any], failed: int) -> dict[str, Any]:
    counts = {name: found.get(name, 0) for name in ("sign_ins", "devices", "addresses")}
    return {"date": one.isoformat(), **counts, "failed": failed}


def _named(devices: list[tuple[Device, int]], name: Callable[[Device], str | None]) -> list[dict[str, Any]]:
    found: Counter[str] = Counter()
    for device, many in devices:
        found[name(device) or ""] += many
    return [{"name": text, "count": many} for text, many in found.most_common(MOST)]
