"""Fields of a Job and of a CronJob around it."""

from typing import Any

from foundation.model.bundle.effective import EffectiveComponent
from foundation.model.bundle.groups.jobs import JobSpec
from foundation.model.bundle.layer import Layer
from foundation.model.chart.shapes import CRON_FIELDS


def job(effective: EffectiveComponent, settings: Layer) -> dict[str, Any]:
    """Return the fields of the Job."""
    fields = settings.job or JobSpec()
    excluded = {*CRON_FIELDS.values(), "restart_policy"}
    if effective.workload == "CronJob":
        # The CronJob's history limits decide how long its Jobs live, and its own switch suspends the schedule.
        excluded |= {"ttl_seconds_after_finished", "suspend"}
    return fields.model_dump(by_alias=True, exclude_none=True, exclude=excluded)


def cron_job(settings: Layer) -> dict[str, Any]:
    """Return the fields of the CronJob."""
    fields = settings.job or JobSpec()
    schedule = {"schedule": settings.schedule} if settings.schedule else {}
    return {
        **schedule,
        **fields.model_dump(by_alias=True, exclude_none=True, include={*CRON_FIELDS.values(), "suspend"}),
    }
