"""Whether Helm refused a chart whose template has fallback values, so that it is built once more with them.

The values change the chart itself, never what the gate compares it with: all that is saved was
built with them and has been validated anew.
"""

from typing import Any

from foundation.helm.errors import RenderError
from foundation.model.chart.fallback import Fallback
from foundation.model.chart.templates import TemplateSet
from foundation.model.errors import AgentError
from foundation.model.findings import Finding, Report

_LINT = "helm-lint"


def fallback_after(error: Exception | None, context: dict[str, Any]) -> Fallback | None:
    """Return the fallback for a chart that does not render or that helm lint refuses.

    Args:
        error: what ended the run, if anything did; a run that only validates goes on after a refusal.
        context: the run's named values.

    Returns:
        The fallback; ``None`` if there is none, if this was it already, or if something else is wrong.
    """
    templates, reasons = context.get("templates"), _reasons(error, context.get("report"))
    if not isinstance(templates, TemplateSet) or not reasons or "fallback" in context:
        return None
    chart = templates.chart
    if not chart.fallback_values:
        return None
    sections = ", ".join(sorted(chart.fallback_values))
    finding = Finding(
        code="fallback-values",
        severity="warning",
        message=f"the chart was built with fallback values of {chart.id} for {sections}, because Helm refused the "
        f"bundle's: {'; '.join(reasons)}",
        remedy="Mend the values that Helm refuses, and generate again.",
        file="catalog.yaml",
        path=f"charts[{chart.id}].fallback_values",
    )
    return Fallback(values=chart.fallback_values, finding=finding)


def _reasons(error: Exception | None, report: object) -> list[str]:
    if isinstance(error, RenderError):
        return [problem.message for problem in error.problems]
    if isinstance(report, Report) and (error is None or isinstance(error, AgentError)):
        return [finding.message for finding in report.errors if finding.code == _LINT]
    return []
