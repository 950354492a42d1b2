"""`manage.py addresses`: which addresses may come in. The way out for whoever shut themselves out."""

from typing import Any

from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser

from apps.accounts.address_rules import remove_address_rules, set_address_rule
from apps.core.address_rules import AddressRule
from apps.core.networks import parse_network
from apps.core.problems import Problem


class Command(BaseCommand):
    help = "List the address rules, allow or deny a network, or remove its rule. Running servers follow in a second."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        what.add_parser("list")
        for name in ("allow", "deny", "remove"):
            one = what.add_parser(name)
            one.add_argument("network", help="203.0.113.7, 10.0.0.0/8, 2001:db8::/32")
            one.add_argument("--administrators", action="store_true", help="only where administrators work")
            if name != "remove":
                one.add_argument("--note", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["what"] == "list":
            for rule in AddressRule.objects.order_by("where", "network"):
                until = f" until {rule.expires_at:%Y-%m-%d %H:%M %Z}" if rule.expires_at else ""
                self.stdout.write(f"{rule.effect:5}  {rule.network:30}  {rule.where}{until}  {rule.note}".rstrip())
            return
        try:
            network = str(parse_network(options["network"]))
        except ValueError:
            raise CommandError(f"{options['network']} is no address or network.") from None
        where = AddressRule.Where.ADMINISTRATORS if options["administrators"] else AddressRule.Where.EVERYONE
        if options["what"] == "remove":
            rules = list(AddressRule.objects.filter(network=network, where=where))
            if not rules:
                raise CommandError(f"There is no rule for {network}.")
            remove_address_rules(actor=None, address=None, rules=rules)
            self.stdout.write(f"{network}: rule removed.")
            return
        try:
            rule = set_address_rule(
                actor=None, address=None, network=network, effect=options["what"], where=where, note=options["note"]
            )
        except Problem as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(f"{rule.network}: {rule.effect} ({rule.where}).")
