"""The review prompt: what a careful reader remarks on."""

import json

from agent.evaluation.loading import LoadedCase

#: Object, path, what is wrong and how to mend it, by case; on the others there is nothing to say.
_REMARKS: dict[str, tuple[str, str, str, str]] = {
    "port-that-misleads": (
        "Service/ledgergateway",
        "spec.ports[0].name",
        "The port is called http, but 5432 and the transport say that it is a database protocol.",
        "Call it postgres, so that no proxy takes it for HTTP.",
    ),
    "grace-shorter-than-the-farewell": (
        "Deployment/quotestream",
        "spec.template.spec.terminationGracePeriodSeconds",
        "The pod is killed after 30 seconds, while preStop alone sleeps 60.",
        "Give terminationGracePeriodSeconds more than the 60 seconds of preStop.",
    ),
    "debugging-in-staging": (
        "Deployment/signin",
        "spec.template.spec.containers[0].env",
        "LOG_REQUEST_BODIES writes what people send when they sign in into the logs.",
        "Switch LOG_REQUEST_BODIES off, and set LOG_LEVEL to info.",
    ),
    "cache-larger-than-its-memory": (
        "Deployment/catalogcache",
        "spec.template.spec.containers[0].resources.limits.memory",
        "MAX_MEMORY lets the program keep 4 GB, and the container may have 512Mi.",
        "Set MAX_MEMORY well below the limit, or raise the limit.",
    ),
    "deadline-longer-than-the-schedule": (
        "CronJob/stocksync",
        "spec.concurrencyPolicy",
        "Runs of up to an hour begin every five minutes, and concurrencyPolicy lets them run beside each other.",
        "Set concurrencyPolicy to Forbid, or shorten the deadline.",
    ),
}


def answer(case: LoadedCase, asked: int) -> str:
    """Review the manifests of a case."""
    known = _REMARKS.get(case.case.name)
    names = ("object", "path", "message", "remedy")
    return json.dumps({"findings": [dict(zip(names, known, strict=True))] if known else []})
