"""What is promised, and the alerts that stand behind it: the one list that rules and pages are written from."""

from typing import Literal, NamedTuple

from agent.telemetry.instruments import GENERATIONS, OUTBOX, QUEUE, RETRIES
from scripts.telemetry_pages.queries import DONE, increase, outside_share, rate, slow_share

#: Share of runs that may end by something outside or a defect, over the window of the objective.
ERROR_BUDGET = 0.005
#: Seconds that a run may take, and the share of those that may take longer.
SLOW, SLOW_BUDGET = 1.0, 0.01
#: Events that may wait: for a channel, and for a worker. Every replica tells the same of the memory and the queues that
#: all share, so alerts take the highest and no sum.
MOST_WAITING, MOST_QUEUED = 100, 200


class Alert(NamedTuple):
    """One alert rule.

    Attributes:
        name: its name.
        query: what must hold for it to fire.
        lasting: how long it must hold.
        severity: whether somebody is woken, or a ticket does.
        summary: what has happened, in one sentence.
        remedy: what to do.
    """

    name: str
    query: str
    lasting: str
    severity: Literal["page", "ticket"]
    summary: str
    remedy: str


class Objective(NamedTuple):
    """One promise.

    Attributes:
        name: what it is about.
        promise: what is promised, over which time.
        measured: the query that tells how it stands.
        alerts: what tells that it is about to be broken.
    """

    name: str
    promise: str
    measured: str
    alerts: tuple[Alert, ...]


def _burns(factor: float, long: str, short: str) -> str:
    limit = round(ERROR_BUDGET * factor, 6)
    return f"({outside_share(long)}) > {limit} and ({outside_share(short)}) > {limit}"


OBJECTIVES = (
    Objective(
        name="Availability",
        promise=f"{1 - ERROR_BUDGET:.1%} of all runs of 30 days are not ended by something outside or a defect. "
        "What the gate blocks, and what is wrong in a bundle, is an answer and counts as one.",
        measured=f"1 - ({outside_share('30d')})",
        alerts=(
            # Burn rates as the SRE workbook has them: a budget of 30 days is gone in two days, or in five.
            Alert(
                "InfragenFailuresBurnFast",
                _burns(14.4, "1h", "5m"),
                "2m",
                "page",
                "Runs fail by something outside, so fast that the month's budget is gone in two days",
                "See infragen_failures_total by failure; docs/operations.md says what each needs.",
            ),
            Alert(
                "InfragenFailuresBurnSlow",
                _burns(6, "6h", "30m"),
                "15m",
                "ticket",
                "Runs fail by something outside, so fast that the month's budget is gone in five days",
                "See infragen_failures_total by failure; docs/operations.md says what each needs.",
            ),
            Alert(
                "InfragenEverythingFails",
                f"{increase(GENERATIONS, '15m')} > 5 and ({increase(GENERATIONS, '15m', DONE)} or vector(0)) == 0",
                "5m",
                "page",
                "No run of the last quarter of an hour came to its end, whosever fault that is",
                "A template or a policy that many bundles share may have changed; see the findings by code.",
            ),
            Alert(
                "InfragenRetries",
                f"{rate(RETRIES, '15m')} > 0.2 * {rate(GENERATIONS, '15m')}",
                "15m",
                "ticket",
                "A fifth of the runs had to try a step again",
                "See infragen_retries_total by step: what it needs is slow, or comes and goes.",
            ),
        ),
    ),
    Objective(
        name="Latency",
        promise=f"{1 - SLOW_BUDGET:.0%} of the runs that generate take no longer than {SLOW:g} s, from the request to "
        "the last event. Runs that ask a language model are measured too and are the exception.",
        measured=f"1 - ({slow_share(SLOW, '30d')})",
        alerts=(
            Alert(
                "InfragenSlow",
                f"{slow_share(SLOW, '15m')} > {SLOW_BUDGET * 5:g}",
                "15m",
                "ticket",
                f"More than one run in twenty takes over {SLOW:g} s",
                "See infragen_step_duration_seconds by step, and whether the machine has its two cores for itself.",
            ),
        ),
    ),
    Objective(
        name="Intake",
        promise=f"No more than {MOST_QUEUED} events and tasks wait for a worker for longer than ten minutes.",
        measured=f"max (max_over_time({QUEUE.family}[1h]))",
        alerts=(
            Alert(
                "InfragenQueueLag",
                f"max by (queue) ({QUEUE.family}) > {MOST_QUEUED}",
                "10m",
                "page",
                "Events wait for workers, and more come than are done",
                "Start more workers, and see whether those that run are well.",
            ),
        ),
    ),
    Objective(
        name="Delivery",
        promise="Every event reaches every channel, within an hour of the run that it tells of.",
        measured=f"max by (channel) (max_over_time({OUTBOX.family}[1h]))",
        alerts=(
            Alert(
                "InfragenOutboxGrows",
                f"max by (channel) ({OUTBOX.family}) > {MOST_WAITING}",
                "10m",
                "page",
                "A channel takes no events; they wait in the outbox, and none is lost",
                "infra-engineer events list says why; mend the channel, then run infra-engineer events relay.",
            ),
            Alert(
                "InfragenOutboxWaits",
                f"min_over_time(max by (channel) ({OUTBOX.family})[1h:5m]) > 0",
                "5m",
                "ticket",
                "Some events wait for over an hour",
                "infra-engineer events list says why; mend the channel, then run infra-engineer events relay.",
            ),
        ),
    ),
)
