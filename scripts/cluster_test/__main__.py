"""Put every golden, and the agent itself, into a real cluster, and list whatever the cluster says against it.

    KUBECONFIG=FILE python -m scripts.cluster_test [--context NAME] [--case NAME]

Each golden, and each component of deploy/bundle.yaml (self-api, self-worker ...), is applied, upgraded to a release
with another trace and image, rolled back and uninstalled, as manifests and as a chart, in each of its environments.
Everything is in namespaces of the test, which are removed afterwards; so are the definitions of custom kinds that the
cluster did not know. Nothing waits for pods: images are not pulled.
"""

import argparse
import json
import os
import secrets
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from scripts.cluster_test.custom_kinds import LABEL, definitions, is_custom
from scripts.cluster_test.life import Complaint, live
from scripts.cluster_test.programs import Programs
from scripts.cluster_test.releases import Releases, objects_of, releases
from tests.support.binaries import find_program


def main(arguments: list[str]) -> int:
    """Run it; return 0 if the cluster said nothing against any case."""
    options = _options(arguments)
    kubeconfig = options.kubeconfig or os.environ.get("CLUSTER_KUBECONFIG") or os.environ.get("KUBECONFIG")
    if not kubeconfig:
        print("there is no cluster to test in: set KUBECONFIG or CLUSTER_KUBECONFIG to a file", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="cluster-test-") as name:
        folder = Path(name)
        programs = Programs(
            find_program("kubectl"), find_program("helm"), Path(kubeconfig).absolute(), options.context, folder
        )
        version = programs.ask_kubectl("version")
        if version.code:
            print("\n".join(["the cluster does not answer:", *dict.fromkeys(version.complaints)]), file=sys.stderr)
            return 3
        print(version.out.strip().splitlines()[-1])
        cases = list(releases(folder, options.case))
        return _report(_complaints(programs, cases, options.jobs), len(cases))


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kubeconfig", help="file that names the cluster; CLUSTER_KUBECONFIG or KUBECONFIG by default")
    parser.add_argument("--context", default="", help="which of its contexts; the current one by default")
    parser.add_argument("--case", action="append", default=[], help="only this golden or component; may be repeated")
    parser.add_argument("--jobs", type=int, default=4, help="how many cases at once")
    return parser.parse_args(arguments)


def _complaints(programs: Programs, cases: list[Releases], jobs: int) -> Iterator[Complaint]:
    """Yield what the cluster says, case by case, and at last what could not be cleaned up."""
    prefix = f"cluster-test-{secrets.token_hex(3)}"
    left: list[Complaint] = []
    with _custom_kinds(programs, cases, left), _namespaces(programs, prefix, left):
        if not left:
            with ThreadPoolExecutor(jobs) as pool:
                lived = pool.map(
                    lambda numbered: list(live(programs, numbered[1], f"{prefix}-{numbered[0]}")), enumerate(cases)
                )
                for case, found in zip(cases, lived, strict=True):
                    print(
                        f"{case.case} {case.environment}: {'as it should be' if not found else 'not as it should be'}"
                    )
                    yield from found
    yield from left


def _report(complaints: Iterator[Complaint], cases: int) -> int:
    found = list(complaints)
    for complaint in found:
        print(complaint, file=sys.stderr)
    print(f"{cases} cases, as manifests and as charts: {len(found)} refusals and warnings")
    return 1 if found or not cases else 0


@contextmanager
def _custom_kinds(programs: Programs, cases: list[Releases], left: list[Complaint]) -> Iterator[None]:
    """Let the cluster know every kind for as long as the test takes."""
    unknown = set(_unknown_kinds(programs, cases))
    made = definitions(kind for kind in unknown if is_custom(*kind))
    strange = sorted(kind for kind in unknown if not is_custom(*kind))
    left += [Complaint("custom kinds", "create", f"the cluster does not know {' '.join(kind)}") for kind in strange]
    if not made or left:
        yield
        return
    names = [f"crd/{item['metadata']['name']}" for item in made]
    print(f"the cluster does not know {len(made)} kinds; for this test it gets them: {', '.join(names)}")
    try:
        text = json.dumps({"apiVersion": "v1", "kind": "List", "items": made})
        applied = programs.ask_kubectl("create", "-f", "-", stdin=text)
        ready = applied if applied.code else programs.ask_kubectl("wait", "--for=condition=Established", *names)
        left += [Complaint("custom kinds", "create", words) for words in ready.complaints]
        yield
    finally:
        gone = programs.ask_kubectl("delete", "--ignore-not-found", "--wait=false", *names)
        left += [Complaint("custom kinds", "delete", words) for words in gone.complaints]


@contextmanager
def _namespaces(programs: Programs, prefix: str, left: list[Complaint]) -> Iterator[None]:
    """Remove every namespace that begins as those of this test, and nothing else."""
    try:
        yield
    finally:
        found = programs.ask_kubectl("get", "namespaces", "--output=name", f"--selector={LABEL}")
        names = [name for name in found.out.split() if name.startswith(f"namespace/{prefix}-")]
        gone = programs.ask_kubectl("delete", "--wait=false", *names) if names else found
        left += [Complaint("namespaces", "delete", words) for words in gone.complaints]


def _unknown_kinds(programs: Programs, cases: list[Releases]) -> Iterator[tuple[str, str]]:
    """Yield API version and kind of the objects of which the cluster knows no such group and version."""
    folders = {release / "manifests" / case.environment for case in cases for release in (case.before, case.after)}
    kinds = {(str(item["apiVersion"]), str(item["kind"])) for folder in folders for item in objects_of(folder)}
    known: dict[str, set[str]] = {}
    for api_version, kind in sorted(kinds):
        if api_version not in known:
            address = f"/apis/{api_version}" if "/" in api_version else f"/api/{api_version}"
            told = programs.ask_kubectl("get", "--raw", address)
            known[api_version] = (
                {item["kind"] for item in json.loads(told.out)["resources"]} if told.code == 0 else set()
            )
        if kind not in known[api_version]:
            yield api_version, kind


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
