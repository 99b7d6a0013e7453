"""Telling what a cluster refuses from a cluster that cannot be asked."""

from foundation.kubectl.errors import ClusterError
from foundation.model.errors import Problem
from foundation.model.expressions import expression

#: The server's own reasons for not answering. With any other reason, a line is about what was asked.
_SERVER = expression(r"Error from server \((\w+)\)")
_DOWN = frozenset({"InternalError", "ServerTimeout", "ServiceUnavailable", "Timeout", "TooManyRequests"})
#: Lines that quote the object, which may say anything.
_ABOUT_OBJECTS = expression(r'The \S+ "|\* |\s')
_LOGGED_OUT = expression(
    "asked for the client to provide credentials|must be logged in to the server|getting credentials|"
    "[Uu]nauthorized|no Auth Provider found|auth provider|oauth2: |refresh token"
)
_UNREACHABLE = expression(
    "Unable to connect to the server|The connection to the server|dial tcp|proxyconnect|no such host|"
    "TLS handshake|x509: |tls: |i/o timeout|context deadline exceeded|connection reset|: EOF|"
    "server is currently unable to handle the request|the server could not find the requested resource"
)
_MAY_NOT = expression(
    r'User "([^"]*)" cannot (\w+) resource "([^"]*)" in API group "([^"]*)"'
    r'(?: in the namespace "([^"]*)")?'
)
_ESCALATES = expression(r'user "([^"]*)" .*?is attempting to grant RBAC permissions not currently held')
#: What kubectl puts before an error that it has with each of our files.
_OF_A_FILE = expression(r'^\[?unable to recognize "[^"]*": ')
#: What kubectl's log puts around an error.
_LOGGED = expression(r'^[EWI]\d{4} .*?\] .*?err="(.*)"$')


def require_inside(text: str, cluster: str) -> None:
    """Make sure that what kubectl wrote is about what it was given.

    Args:
        text: what it wrote.
        cluster: how the cluster is called.

    Raises:
        ClusterError: the cluster cannot be reached, does not know who asks, or does not let them; told once.
    """
    lines = [_plain(line) for line in text.splitlines() if not _ABOUT_OBJECTS.match(line)]
    for line in lines:
        reason = _SERVER.match(line)
        if _LOGGED_OUT.search(line) if reason is None else reason[1] == "Unauthorized":
            raise _logged_out(cluster, line)
    for line in lines:
        reason = _SERVER.match(line)
        if _UNREACHABLE.search(line) if reason is None else reason[1] in _DOWN:
            raise _unreachable(cluster, line)
    if "(Forbidden)" in text:
        _require_allowed(text, cluster)


def _plain(line: str) -> str:
    logged = _LOGGED.match(line)
    return _OF_A_FILE.sub("", logged[1].replace('\\"', '"') if logged else line.strip())


def _require_allowed(text: str, cluster: str) -> None:
    refused: dict[tuple[str, str, str], set[str]] = {}
    for user, verb, resource, group, namespace in _MAY_NOT.findall(text):
        refused.setdefault((user, verb, namespace), set()).add(f"{resource}.{group}" if group else resource)
    told = [
        f"{user} may not {verb} {', '.join(sorted(resources))}{f' in the namespace {namespace}' if namespace else ''}"
        for (user, verb, namespace), resources in refused.items()
    ]
    told += [f"{user} may not grant what it may not do" for user in dict.fromkeys(_ESCALATES.findall(text))]
    if told:
        message = f"the cluster of {cluster} forbids it: {'; '.join(told)}"
        remedy = "Ask with an account that may get, create and patch these objects; a dry run needs the same rights."
        raise ClusterError(Problem(code="cluster-forbidden", message=message, remedy=remedy))


def _logged_out(cluster: str, line: str) -> ClusterError:
    message = f"the cluster of {cluster} does not know who asks: {line[:300]}"
    remedy = "Log in to it as its provider says (`kubectl auth whoami` tells whether you are), and ask again."
    return ClusterError(Problem(code="cluster-login", message=message, remedy=remedy))


def _unreachable(cluster: str, line: str) -> ClusterError:
    message = f"the cluster of {cluster} does not answer: {line[:300]}"
    remedy = "Check the address in the kubeconfig, the network and the proxy (HTTPS_PROXY, NO_PROXY), and ask again."
    return ClusterError(Problem(code="cluster-unreachable", message=message, remedy=remedy))
