"""Actions on address rules. Nobody locks themselves out: who edits must still be let in afterwards."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.core.address_rules import AddressRule, new_mark
from apps.core.gate import Rules, gate
from apps.core.networks import parse_network
from apps.core.permissions import require
from apps.core.problems import Conflict, Forbidden, Invalid
from apps.events.bus import Happening, next_seq, publish

TOPIC = "installation:addresses"


class WouldLockOut(Conflict):
    code, title = "address.would_lock_out", _("With this rule your own address would be refused.")


class AddressRuleEvent(Happening):
    """An address rule was set or removed."""

    audited = internal = True

    def __init__(self, rule: AddressRule, seq: int):
        self.rule, self._seq = rule, seq

    def topic(self) -> str:
        return TOPIC

    def seq(self) -> int:
        return self._seq

    def payload(self) -> dict[str, Any]:
        return {}

    def subject_id(self) -> str:
        return str(self.rule.pk)

    def trail(self) -> dict[str, Any]:
        rule = self.rule
        details = {"network": rule.network, "effect": rule.effect, "where": rule.where}
        return {**super().trail(), "details": details}


class AddressRuleSet(AddressRuleEvent):
    type = "address_rule.set"


class AddressRuleRemoved(AddressRuleEvent):
    type = "address_rule.removed"


@transaction.atomic
def set_address_rule(
    *,
    actor: User | None,
    address: str | None,
    network: str,
    effect: str,
    where: str = AddressRule.Where.EVERYONE,
    note: str = "",
    expires_at: datetime | None = None,
    rule: AddressRule | None = None,
) -> AddressRule:
    """Set a rule, or change the one given. `actor` and `address` are None at the server's own command line."""
    require(actor is None or actor.has_perm("core.change_addressrule"), Forbidden)
    try:
        network = str(parse_network(network))
    except ValueError:
        text = _("This is no address or network.")
        raise Invalid(errors=[{"pointer": "/network", "code": "invalid", "detail": str(text)}]) from None
    seq = next_seq(TOPIC)  # its lock: of two editors the second sees what the first has done
    if rule is None:
        rule = AddressRule.objects.filter(network=network, where=where).first() or AddressRule(created_by=actor)
    rule.network, rule.effect, rule.where, rule.note, rule.expires_at = network, effect, where, note, expires_at
    rule.mark = new_mark()
    try:
        with transaction.atomic():
            rule.save()
    except IntegrityError:
        raise Conflict(_("There is a rule for this network already.")) from None
    _check(address)
    publish(AddressRuleSet(rule, seq))
    transaction.on_commit(gate.refresh, robust=True)
    return rule


@transaction.atomic
def remove_address_rules(*, actor: User | None, address: str | None, rules: list[AddressRule]) -> int:
    """Remove rules; return how many there were."""
    require(actor is None or actor.has_perm("core.delete_addressrule"), Forbidden)
    seq = next_seq(TOPIC)
    found = list(AddressRule.objects.filter(pk__in=[rule.pk for rule in rules]))
    for index, rule in enumerate(found):
        key = rule.pk
        rule.delete()
        rule.pk = key
        publish(AddressRuleRemoved(rule, seq if index == 0 else next_seq(TOPIC)))
    _check(address)
    transaction.on_commit(gate.refresh, robust=True)
    return len(found)


def _check(address: str | None) -> None:
    if address is not None:
        require(Rules(AddressRule.objects.all()).allows_administration(address), WouldLockOut)
