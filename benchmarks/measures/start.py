"""What whole processes cost for one small thing: the start of the program counts most."""

import json
import shutil
import sys
from pathlib import Path

from benchmarks.figures import Beside, Figure
from benchmarks.measuring import ROOT, Cost, cost_of, program
from benchmarks.processes import tool
from benchmarks.workspace import Workspace

_EXAMPLE = ROOT / "examples" / "order-service.yaml"


def start_figures(workspace: Workspace) -> list[Figure]:
    """Return what it costs to start: one bundle, the help, the schema, the MCP server."""
    kernel = Beside('python -c "import semantic_kernel"', _python("import semantic_kernel"))
    nothing = Beside("python -c pass", _python("pass"))
    help_, schema = (_agent(workspace, argument) for argument in ("--help", "schema"))
    one, anew = _one_bundle(workspace, "--dry-run"), _one_bundle(workspace)
    return [
        _ratio("generate_start", "one generate ÷ import semantic_kernel", anew, kernel, aim=0.5),
        *_beside_helm_template(workspace, one),
        _ratio("help", "--help ÷ python -c pass", help_, nothing, aim=8),
        _ratio("schema", "schema ÷ python -c pass", schema, nothing),
        _mcp(workspace, kernel),
    ]


def _ratio(name: str, what: str, ours: Cost, beside: Beside, aim: float | None = None) -> Figure:
    return Figure(name, what, ours, ours.wall / beside.cost.wall, "x", beside, aim)


def _python(code: str) -> Cost:
    return cost_of([sys.executable, "-c", code])


def _agent(workspace: Workspace, *arguments: str) -> Cost:
    return cost_of([program(), *arguments], environment=workspace.environment)


def _one_bundle(workspace: Workspace, *flags: str) -> Cost:
    """Return what one bundle costs that was not generated before."""
    output = workspace.folder / "single"
    return cost_of(
        [program(), "generate", str(_EXAMPLE), "-q", "-o", str(output), *flags],
        environment=workspace.environment,
        before=lambda: shutil.rmtree(output, ignore_errors=True),
    )


def _beside_helm_template(workspace: Workspace, ours: Cost) -> list[Figure]:
    (chart,) = (path.parent for path in (workspace.folder / "single").glob("charts/*/Chart.yaml"))
    template = cost_of([str(tool("helm")), "template", chart.name, str(chart), "--values", _values(chart)])
    beside = Beside("helm template of the finished chart, one environment", template)
    return [_ratio("dry_run", "generate --dry-run, three environments ÷ helm template", ours, beside)]


def _values(chart: Path) -> str:
    return str(sorted(chart.glob("values-*.yaml"))[0])


def _mcp(workspace: Workspace, kernel: Beside) -> Figure:
    """Return what it takes the MCP server to answer the first request; it ends with its input."""
    hello = {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "benchmark", "version": "1"},
    }
    lines = workspace.folder / "initialize.jsonl"
    lines.write_text(json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello}) + "\n")
    cost = cost_of([program(), "mcp"], environment=workspace.environment, stdin=lines)
    return Figure("mcp_start", "MCP server: start, initialize, end", cost, cost.wall, "s", kernel, aim=1.2)
