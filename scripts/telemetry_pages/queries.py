"""Queries of Prometheus over our instruments; names and labels are the instruments' own."""

from agent.telemetry.instruments import (
    CACHE,
    DURATION,
    FAILURES,
    GENERATIONS,
    Instrument,
)

#: Selectors of series: runs that did what they should, those of them that generated, and others.
DONE, GENERATED = 'status=~"generated|unchanged|published"', 'status="generated"'
_OUTSIDE, _HIT = 'fault="outside"', 'outcome="hit"'


def increase(instrument: Instrument, window: str, selector: str = "", by: str = "") -> str:
    """Return how much a counter grew, summed up.

    Args:
        instrument: the counter.
        window: for how long, such as ``5m``.
        selector: which of its series.
        by: labels to keep.
    """
    kept = f" by ({by})" if by else ""
    return f"sum{kept} (increase({instrument.family}{_braces(selector)}[{window}]))"


def rate(instrument: Instrument, window: str, selector: str = "", by: str = "") -> str:
    """Return how fast a counter grows, a second; arguments as of ``increase``."""
    kept = f" by ({by})" if by else ""
    return f"sum{kept} (rate({instrument.family}{_braces(selector)}[{window}]))"


def quantile(share: float, instrument: Instrument, window: str, selector: str = "", by: str = "") -> str:
    """Return a quantile of a histogram.

    Args:
        share: which, from 0 to 1.
        instrument: the histogram.
        window: over how long.
        selector: which of its series.
        by: labels to keep beside the buckets.
    """
    kept = f"le, {by}" if by else "le"
    return (
        f"histogram_quantile({share}, sum by ({kept}) (rate({instrument.family}_bucket{_braces(selector)}[{window}])))"
    )


def outside_share(window: str) -> str:
    """Return the share of runs that something outside, or a defect of the agent, ended."""
    return f"({rate(FAILURES, window, _OUTSIDE)} or vector(0)) / {rate(GENERATIONS, window)}"


def slow_share(seconds: float, window: str) -> str:
    """Return the share of runs that did all and took longer than some seconds, which must be one of the buckets."""
    if seconds not in DURATION.buckets:
        raise ValueError(f"{seconds} is no bucket")
    within = f'sum (rate({DURATION.family}_bucket{{{GENERATED},le="{seconds}"}}[{window}]))'
    return f"1 - {within} / sum (rate({DURATION.family}_count{{{GENERATED}}}[{window}]))"


def hit_share(window: str) -> str:
    """Return the share of looks at what earlier runs left that were of use, by what was looked at."""
    return f"{rate(CACHE, window, _HIT, 'cache')} / {rate(CACHE, window, by='cache')}"


def _braces(selector: str) -> str:
    return f"{{{selector}}}" if selector else ""
