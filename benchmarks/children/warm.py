"""Generates the bundles of a folder one after another in one process: ``python -m benchmarks.children.warm IN OUT``.

The first bundles are not counted: whatever is made once a process is made with them.
"""

import json
import sys
import time
from pathlib import Path

#: Two of each shape of bundle.
_WARM_UP = 10


def main(folder: str, output: str) -> None:
    """Print the wall and processor seconds of each bundle after the warm-up, a list of pairs."""
    from agent.bootstrap import build_agent
    from agent.garbage import look_less_often
    from agent.settings import Settings
    from agent.use_cases.inputs.bundles import BundleFiles, load_bundles
    from agent.use_cases.inputs.requests import requests_of
    from foundation.model.destination import workspace
    from foundation.model.run.request import Options

    look_less_often()  # as the program and its workers do
    sources = load_bundles(BundleFiles(paths=[folder]))
    requests = requests_of(sources, Options(destination=workspace(str(Path(output)))), many=True)
    runner, times = build_agent(Settings()).runner, []
    for request in [*requests[:_WARM_UP], *requests]:
        wall, processor = time.perf_counter(), time.process_time()
        result = runner.generate(request)
        times.append((time.perf_counter() - wall, time.process_time() - processor))
        assert result.fault is None, result.problems
    print(json.dumps(times[_WARM_UP:]))


if __name__ == "__main__":
    main(*sys.argv[1:])
