"""Runs the steps of a stage or job in their order, as the two services do."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.support.binaries import find_program
from tests.support.pipelines import stand_in

#: What the services and their agents have, and what talks to clusters and to Azure.
_PROGRAMS = ("helm", "kubectl", "az", "terraform", "pulumi", "curl")
_TOOLS = ("/usr/bin", "/bin")
_MADE = re.compile(r"##vso\[task\.setvariable variable=(\w+);isOutput=true\](.*)")
_TAKEN = re.compile(r"^\$\[ dependencies\.(\w+)\.outputs\['([\w.]+)'\] \]$")
_TIMEOUT_SECONDS = 60


class Machine:
    """An agent of a service, with an output checked out on it.

    Args:
        folder: a folder of its own.
        root: the output.
    """

    def __init__(self, folder: Path, root: Path) -> None:
        self._folder, self._root = folder, root
        self._programs = folder / "programs"
        self._programs.mkdir(parents=True)
        code = Path(stand_in.__file__).read_text(encoding="utf-8")
        for name in _PROGRAMS:
            program = self._programs / name
            program.write_text(f"#!{sys.executable} -SE\n{code}", encoding="utf-8")
            program.chmod(0o755)
        self._real = {f"REAL_{name.upper()}": find_program(name) for name in ("helm", "kubectl")}
        self.rendered = folder / "rendered.yaml"

    @property
    def calls(self) -> list[str]:
        """Every call of a program so far."""
        return (self._folder / "calls").read_text(encoding="utf-8").splitlines()

    def github(self, job: dict[str, Any]) -> None:
        """Run the steps of a job of GitHub Actions; those that use an action are the action's.

        Raises:
            AssertionError: a step fails.
        """
        made = self._folder / "github_env"
        made.write_text("", encoding="utf-8")
        for step in job["steps"]:
            if "run" in step and "failure()" not in str(step.get("if")):
                known = dict(line.partition("=")[::2] for line in made.read_text(encoding="utf-8").splitlines())
                given = {**job.get("env", {}), **step.get("env", {})}
                own = {name: self._github_text(str(value)) for name, value in given.items()}
                environment = {**known, **own, "GITHUB_ENV": str(made)}
                self._run(["bash", "-e", "-c", self._github_text(step["run"])], environment, step["name"])

    def azure(self, stage: dict[str, Any]) -> None:
        """Run the steps of every job of a stage of Azure Pipelines, and each hook of its deployment but failure.

        Raises:
            AssertionError: a step fails.
        """
        variables = {item["name"]: item["value"] for item in stage["variables"] if "name" in item}
        for job in stage["jobs"]:
            if job.get("pool") == "server":
                continue  # a person agrees
            known = {**variables, **self._taken(job, variables), "strategy.increment": "10"}
            for step in _steps_of(job):
                said = self._azure_step(step, known)
                variables |= {
                    f"{job.get('job')}.{step.get('name')}.{name}": value for name, value in _MADE.findall(said)
                }
                known[f"{step.get('name')}.manifestsBundle"] = str(self.rendered)

    def _taken(self, job: dict[str, Any], variables: dict[str, str]) -> dict[str, str]:
        """Return what a job takes from those before it."""
        found = {}
        for item in job.get("variables", []):
            ((owner, path),) = _TAKEN.findall(item["value"])
            found[item["name"]] = variables[f"{owner}.{path}"]
        return found

    def _azure_step(self, step: dict[str, Any], known: dict[str, str]) -> str:
        inputs = {name: self._azure_text(str(value), known) for name, value in step.get("inputs", {}).items()}
        own = {name: self._azure_text(value, known) for name, value in step.get("env", {}).items()}
        task = str(step.get("task")).partition("@")[0]
        if "bash" in step:
            return self._run(["bash", "-c", self._azure_text(step["bash"], known)], own, step["displayName"])
        if task in _TASKS:
            return self._run(["bash", "-c", _TASKS[task](inputs)], own, step["displayName"])
        assert "checkout" in step, step
        return ""

    def _github_text(self, text: str) -> str:
        text = text.replace("${{ inputs.root }}", str(self._root))
        text = re.sub(r"\$\{\{ secrets\.(\w+) \}\}", r"the-secret-\1", text)
        assert "${{" not in text, text
        return text

    def _azure_text(self, text: str, known: dict[str, str]) -> str:
        text = text.replace("${{ parameters.root }}", str(self._root))
        text = re.sub(r"\$\(([\w.]+)\)", lambda match: known[match[1]], text)
        assert "${{" not in text, text
        return text

    def _run(self, command: list[str], environment: dict[str, str], name: str) -> str:
        own = {"servicePrincipalId": "id", "tenantId": "tenant", "idToken": "token", "HOME": str(self._folder)}
        files = {"CALLS": str(self._folder / "calls"), "RENDERED": str(self.rendered)}
        path = os.pathsep.join([str(self._programs), *_TOOLS])
        done = subprocess.run(
            command,
            cwd=self._folder,
            env={"PATH": path, **self._real, **own, **files, **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=_TIMEOUT_SECONDS,
        )
        assert done.returncode == 0, f"{name}: {command[-1]}\n{done.stdout}\n{done.stderr}"
        return done.stdout


def _steps_of(job: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from job.get("steps", [])
    for strategy in job.get("strategy", {}).values():
        for hook in ("deploy", "postRouteTraffic"):
            yield from strategy.get(hook, {}).get("steps", [])
        yield from strategy.get("on", {}).get("success", {}).get("steps", [])


def _helm_deploy(inputs: dict[str, str]) -> str:
    """Return what the task HelmDeploy runs."""
    flags = ["--install"] if inputs.get("install") == "True" else []
    flags += ["--wait"] if inputs.get("waitForExecution") == "True" else []
    flags += ["--values", inputs["valueFile"]] if "valueFile" in inputs else []
    command = ["helm", inputs["command"], *filter(None, [inputs.get("releaseName"), inputs.get("chartPath")])]
    return shlex.join([*command, "--namespace", inputs["namespace"], *flags, *_words(inputs)])


def _kubernetes(inputs: dict[str, str]) -> str:
    """Return what the task Kubernetes runs."""
    return shlex.join(["kubectl", inputs["command"], "--namespace", inputs["namespace"], *_words(inputs)])


def _words(inputs: dict[str, str]) -> list[str]:
    """Return the arguments of a task, which no shell reads: there are quotes, and outside of them no escapes."""
    lexer = shlex.shlex(inputs.get("arguments", ""), posix=True)
    lexer.whitespace_split, lexer.escape, lexer.quotes, lexer.commenters = True, "", '"', ""
    return [*lexer]


def _kubernetes_manifest(inputs: dict[str, str]) -> str:
    """Return what the task KubernetesManifest comes to."""
    if inputs["action"] == "bake":
        return shlex.join(["kubectl", "kustomize", inputs["kustomizationPath"]]) + ' > "$RENDERED"'
    files = [part for line in inputs.get("manifests", "").splitlines() for part in ("--filename", line)]
    return shlex.join(["kubectl", "apply", "--namespace", inputs["namespace"], *files])


_TASKS = {
    "HelmDeploy": _helm_deploy,
    "Kubernetes": _kubernetes,
    "KubernetesManifest": _kubernetes_manifest,
    "AzureCLI": lambda inputs: inputs["inlineScript"],
}
