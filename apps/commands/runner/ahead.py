"""Computing ahead: which quick tasks wait for nothing but what this worker has just done.

They are computed before the rows say that they may begin, and recorded in the same transaction as what they waited
for. That is safe since they touch nothing: where that transaction does not come about, neither have they.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_

from django.db.models import Q

from apps.commands.models import Command, Run, TaskRun, TaskState
from apps.commands.runner.flow.plans import Plan, plan_of
from apps.commands.runner.flow.rows import Block, block_of
from apps.commands.runner.types import registry

MOST = 500  # tasks ahead in one transaction
# A condition and a variable that is set look at the rows, which do not say yet what was just computed.
ASKING = frozenset({"if", "export"})


def ahead_of(
    done: Mapping[Block, Iterable[str]], run: Run, command: Command
) -> Iterator[tuple[TaskRun, set[str]]]:  # fmt: skip
    """Yield what may be computed once segments succeeded, in an order in which that is possible, with what it needs."""
    plans = {block: plan_of(command, run.pk, block[2]) for block in done}
    names = {
        block: _following(plan, [name for name in done[block] if name not in plan.openers])
        for block, plan in plans.items()
        if not plan.sequence
    }
    rows = _pending(run, names)
    for block, following in names.items():
        for row in [rows[block, name] for name in following if (block, name) in rows]:
            row.run = run
            yield row, set(plans[block].scopes.needs[row.segment])


def _pending(run: Run, names: Mapping[Block, Sequence[str]]) -> dict[tuple[Block, str], TaskRun]:
    """Return the rows of segments that wait, of all blocks in one query."""
    anywhere = [
        Q(parent=parent, iteration=iteration, segment__in=found)
        for (parent, iteration, _definition), found in names.items()
        if found
    ]
    if not anywhere:
        return {}
    rows = TaskRun.objects.filter(reduce(or_, anywhere), run=run, state=TaskState.PENDING)
    return {(block_of(row), row.segment): row for row in rows}


def _following(plan: Plan, done: Iterable[str]) -> list[str]:
    """Return segments for which all that they wait for is done or computed before them."""
    have, waiting, found = set(done), deque(done), []
    while waiting and len(found) < MOST:
        for name in plan.followers.get(waiting.popleft(), ()):
            if name not in have and have.issuperset(plan.scopes.needs[name]) and _is_plain(plan, name):
                have.add(name)
                found.append(name)
                waiting.append(name)
    return found[:MOST]


def _is_plain(plan: Plan, name: str) -> bool:
    """Does a segment only compute, with nothing standing in a block of it?"""
    segment = plan.segments[name]
    kind = registry.to_run(segment["task_type"])
    return kind.quick and not kind.control and not ASKING & segment.keys() and name not in plan.openers
