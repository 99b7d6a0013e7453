"""What a caller can say, by the names that messages use.

Reports and events are kept, and people read them whichever door a run came through: they name things as the documents
do, which is as flags of the command line. A door whose callers say the same in another way puts its own words for them
(`agent/doors/mcp/words.py`), and no text below the doors names a flag that is not here.
"""

from enum import StrEnum


class Flag(StrEnum):
    """The flags that messages name."""

    ALL = "--all"
    ALL_TENANTS = "--all-tenants"
    APPROVER = "--approver"
    BASELINE = "--baseline"
    BLUEPRINT_ID = "--blueprint-id"
    BUNDLE = "--bundle"
    BY = "--by"
    CASE = "--case"
    COMPONENT = "--component"
    CONFIG_ONLY = "--config-only"
    CONTEXT = "--context"
    DRY_RUN = "--dry-run"
    ENVIRONMENT = "--env"
    EXPIRES = "--expires"
    EXPLAIN = "--explain"
    FLEET = "--fleet"
    FORCE = "--force"
    FROM = "--from"
    FULL = "--full"
    HEALTH_PORT = "--health-port"
    HELM_LINT = "--helm-lint"
    HOST = "--host"
    HTML = "--html"
    ID = "--id"
    IMAGE = "--image"
    JUNIT = "--junit"
    KEEP_REFUSED = "--keep-refused"
    KEY = "--key"
    KEYRING = "--keyring"
    KUBECONFIG = "--kubeconfig"
    KUBECTL = "--kubectl"
    KUBE_VERSION = "--kube-version"
    LIST = "--list"
    LIVE = "--live"
    MERGE = "--merge"
    NAME = "--name"
    ONLY = "--only"
    OUTPUT = "--output"
    OVERWRITE = "--overwrite"
    PLANNER = "--planner"
    POLICY = "--policy"
    PORT = "--port"
    PROFILE = "--profile"
    PUBLISH = "--publish"
    REASON = "--reason"
    RESULTS = "--results"
    REVIEW = "--review"
    SCHEDULE = "--schedule"
    SCHEMAS = "--schemas"
    SCOPE = "--scope"
    SET = "--set"
    SIGN_WITH = "--sign-with"
    SYSTEM = "--system"
    TAG = "--tag"
    TEAM = "--team"
    TENANT = "--tenant"
    TO = "--to"
    TRACE_ID = "--trace-id"
    TRANSPORT = "--transport"
    TYPE = "--type"
    WITH = "--with"
    WITHOUT = "--without"
    WRITE_BASELINE = "--write-baseline"
    WRITE_WAIVERS = "--write-waivers"
    YAMLLINT = "--yamllint"
    YES = "--yes"

    @property
    def bare(self) -> str:
        """Return the name alone, as in ``trace-id``."""
        return self.removeprefix("--")

    @property
    def field(self) -> str:
        """Return the name as a field of a command has it, as in ``trace_id``."""
        return self.bare.replace("-", "_")
