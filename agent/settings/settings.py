"""Every setting that comes from the environment; .env.example lists them all."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from pydantic import Field, PrivateAttr, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from agent.settings.forms import (
    Address,
    AlertChannels,
    Connection,
    EventChannels,
    FleetAddress,
    IntakeAddresses,
    Key,
    MemoryAddress,
    Places,
    ProviderAddress,
    PullRequestHosts,
    PythonFiles,
)
from foundation.model.errors import InputError, Problem
from foundation.model.flags import Flag


def _default_state_dir() -> Path:
    try:
        return Path.home() / ".local" / "state" / "infra-engineer"
    except RuntimeError:  # there is no HOME, and the system does not know the user
        raise InputError(
            Problem(
                code="wrong-setting",
                message="there is no home folder to keep the state in",
                remedy="Set HOME or INFRA_ENGINEER_STATE_DIR.",
                file="environment",
                path="INFRA_ENGINEER_STATE_DIR",
            )
        ) from None


def _default_workspace() -> Path:
    try:
        return Path.cwd()
    except OSError:  # the present folder is deleted; only who works in it needs to know
        return Path(os.curdir)


#: The last second of the year 9999, after which no time can be written down.
_LAST_SECOND = 253_402_300_799
#: Name of a claim in a token, or a dotted way to it.
_CLAIM = r"^[A-Za-z0-9_:/.-]{1,200}$"


class Settings(BaseSettings):
    """Settings, read from INFRA_ENGINEER_* variables."""

    model_config = SettingsConfigDict(env_prefix="INFRA_ENGINEER_", env_ignore_empty=True, extra="ignore", frozen=True)

    helm_engine: Literal["auto", "native", "binary"] = Field(
        default="auto", description="How to run Helm: in process, by the helm binary, or whichever there is."
    )
    helm_binary: str = Field(default="helm", description="The helm program, for the binary engine.")
    helm_lint: Literal["once", "always"] = Field(
        default="once",
        description="When generate runs helm lint: once for charts of the same skeleton, or for each of them.",
    )
    kubectl: str = Field(default="kubectl", description="The kubectl program, for kustomizations and dry runs.")
    kubectl_dry_run: bool = Field(
        default=False, description="Whether the gate also runs kubectl apply --dry-run=client."
    )
    kubeconfig: str = Field(
        default="", description="File that names the cluster of kubectl apply --dry-run=server; empty for none."
    )
    kube_context: str = Field(
        default="",
        description="Context of the kubeconfig for each environment, as in dev=kind-dev,prod=aks-prod; one without an"
        " environment is for all others.",
    )
    template_path: str = Field(
        default="", description="Further template folders, searched before the built-in one; separated by colons."
    )
    state_dir: Path = Field(
        default_factory=_default_state_dir,
        description="Folder for memory, the events of failed runs and the last good templates.",
    )
    workspace: Path = Field(
        default_factory=_default_workspace, description="Folder that the MCP server writes below and reads files from."
    )
    schema_path: str = Field(
        default="",
        description="Folder with schemas of custom resources, which go before the built-in ones; empty for none.",
    )
    yamllint: bool = Field(default=False, description="Whether the gate also runs the yamllint program.")
    infrastructure_programs: bool = Field(
        default=False, description="Whether the gate also asks bicep and terraform, where they are on the PATH."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="warning", description="Least severity that is logged; from info on, each step of a run is."
    )
    azure_monitor: Connection = Field(
        default=None,
        validation_alias="APPLICATIONINSIGHTS_CONNECTION_STRING",
        description="Connection string of the Application Insights resource, for the log sink azure-monitor.",
    )
    log_sinks: SecretStr = Field(
        default=SecretStr("stderr"),
        description="Where log lines go: stderr, stdout, azure-monitor, redis:// and blob+https:// addresses, separated"
        " by spaces.",
    )
    metrics: bool = Field(
        default=False, description="Whether this process keeps measurements for /metrics; servers always do."
    )
    prompt_path: str = Field(
        default="", description="Further prompt folders, searched before the built-in one; separated by colons."
    )
    prompt_checks: PythonFiles = Field(
        default="",
        description="Python files with assertions for data sets of prompts, separated by colons. Their code is run.",
    )
    model_provider: Literal["none", "azure", "openai", "compatible"] = Field(
        default="none", description="Whose language model is used; without one everything known works the same."
    )
    model_name: str = Field(default="", description="The model; on Azure the name of its deployment.")
    model_base_url: Address = Field(
        default="",
        description="Address of the endpoint: Azure's resource, or a server that speaks the chat completions API.",
    )
    model_api_key: Key = Field(
        default=None, description="The key; Azure without one takes the machine's identity (DefaultAzureCredential)."
    )
    model_api_version: str = Field(default="2024-10-21", description="Version of Azure's API.")
    model_calls: Literal["off", "loopback", "on"] = Field(
        default="off", description="Whether a model may be called: not at all, on this machine only, or anywhere."
    )
    forbid_model_calls: bool = Field(
        default=False, description="Set in tests and CI: only this machine may be called, whatever else is set."
    )
    model_timeout_seconds: float = Field(default=60.0, gt=0, le=3600, description="Seconds until a call is given up.")
    model_retries: int = Field(
        default=3, ge=0, le=10, description="Further attempts after a call that may yet succeed."
    )
    model_max_calls: int = Field(default=20, ge=0, description="Most calls in a run, repeated ones included.")
    model_max_tokens: int = Field(default=200_000, ge=0, description="Most tokens in a run, in and out.")
    model_max_cost: float = Field(
        default=1.0, ge=0, description="Most US dollars in a run; 0 goes by calls and tokens alone."
    )
    model_priced_as: str = Field(
        default="", description="The model's name in the price table, if it is another than the model's."
    )
    planner: Literal["deterministic", "model"] = Field(
        default="deterministic", description="Who orders the steps; a model's plan has to pass the plan check."
    )
    review: bool = Field(
        default=False,
        description="Whether a model reviews the manifests too; what it says is advice and decides nothing.",
    )
    memory: MemoryAddress = Field(
        default="sqlite",
        description="What keeps memory: sqlite (a file in the state folder), redis://HOST, or cosmos+https://HOST for"
        " Azure Cosmos DB.",
    )
    memory_key: Key = Field(
        default=None, description="Password of Redis, or key of Cosmos DB, which takes the machine's identity without."
    )
    memory_workspace: str = Field(
        default="default",
        pattern=r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$",
        description="Name of the workspace; what another one remembers does not exist in it.",
    )
    event_channels: EventChannels = Field(
        default=SecretStr(""),
        description="Services that every event is sent to besides the files: redis, http or eventgrid+https addresses,"
        " separated by spaces.",
    )
    alert_channels: AlertChannels = Field(
        default=SecretStr(""),
        description="Where people are told of failures: ROLE=ADDRESS pairs, separated by spaces.",
    )
    pull_requests: PullRequestHosts = Field(
        default=SecretStr(""),
        description="Hosts on whose pull requests is commented, with their tokens: github://TOKEN@HOST[/OWNER] or"
        " azuredevops://TOKEN@HOST[/ORGANIZATION], separated by spaces.",
    )
    event_token: Key = Field(
        default=None, description="Bearer token of the HTTP receivers, or key of the Event Grid topic."
    )
    fleet: FleetAddress = Field(
        default="memory://",
        description="Where the work of a fleet waits: redis://HOST, or in the process itself (memory://).",
    )
    fleet_key: Key = Field(default=None, description="Password of the Redis server of the fleet.")
    fleet_redelivery_seconds: float = Field(
        default=30.0,
        ge=1,
        le=3600,
        description="Seconds after which others take up what a worker has left that gives no sign of life.",
    )
    intake: IntakeAddresses = Field(
        default=SecretStr(""),
        description="Redis streams that workers take events from, as redis://HOST/0?tenants=acme#STREAM, separated by"
        " spaces.",
    )
    similarity: Address = Field(
        default="",
        description="Address of a Qdrant server for the index of similar components; a folder below the state folder"
        " without one.",
    )
    similarity_api_key: Key = Field(default=None, description="Key of the Qdrant server.")
    similarity_model: str = Field(
        default="",
        description="Embedding model at the endpoint of the model settings that is asked for dense vectors of features;"
        " without one there are sparse ones alone, and nobody is asked.",
    )
    blob_key: Key = Field(
        default=None,
        description="Key of the storage account that is published to; without one the machine's identity is taken"
        " (DefaultAzureCredential).",
    )
    publish_to: Places = Field(
        default="",
        description="Addresses that clients of the servers may publish to, or how these begin, separated by spaces; "
        "none by default.",
    )
    drafts_dir: Path = Field(
        default=Path(".infra-engineer/drafts"),
        description="Folder of the drafts of novel component types, inside the workspace; it is meant to be committed.",
    )
    signing_key: str = Field(
        default="",
        description="What signs provenance: the file of a private key (PEM), or azurekms://VAULT/keys/NAME/VERSION; "
        "without one nothing is signed.",
    )
    signing_key_password: SecretStr | None = Field(
        default=None, description="The password of the private key's file, if it is encrypted."
    )
    helm_signing_key: str = Field(
        default="",
        description="File of the OpenPGP key that signs Helm's provenance file of each chart; empty for none.",
    )
    helm_signing_key_password: SecretStr | None = Field(
        default=None, description="The password of the OpenPGP key's file, if it is encrypted."
    )
    http_workers: int = Field(
        default=0,
        ge=0,
        le=256,
        description="Processes that the HTTP server works with; 0 takes one for each processor.",
    )
    http_body_seconds: float = Field(
        default=30.0,
        gt=0,
        le=3600,
        description="Seconds in which the headers of a request over HTTP have to be there, and its body after them.",
    )
    http_request_seconds: float = Field(
        default=120.0,
        gt=0,
        le=86_400,
        description="Seconds until work that a client waits for over HTTP is given up.",
    )
    http_requests_per_minute: int = Field(
        default=600, ge=0, description="Most requests of a caller over HTTP in a minute; 0 sets no limit."
    )
    mcp_question_seconds: float = Field(
        default=300.0,
        gt=0,
        le=86_400,
        description="Seconds that a call of an MCP client waits for what its user is asked for.",
    )
    source_date_epoch: int | None = Field(
        default=None,
        ge=0,
        le=_LAST_SECOND,
        validation_alias="SOURCE_DATE_EPOCH",
        description="Fixed time for events, in seconds since 1970, for reproducible logs.",
    )
    token_file: str = Field(
        default="",
        description="File with the hashes of bearer tokens; tokens.json in the state folder without one.",
    )
    oidc_issuer: ProviderAddress = Field(
        default="", description="The identity provider whose tokens are taken, by its issuer's address; empty for none."
    )
    oidc_audience: str = Field(
        default="", description="Whom its tokens have to be for; of several, separated by spaces, one is enough."
    )
    oidc_keys: ProviderAddress = Field(
        default="", description="Address of its public keys (JWKS); found through its issuer's address without one."
    )
    oidc_client_id: str = Field(
        default="",
        pattern=r"^[\x21-\x7e]*$",
        description="What the identity provider calls this server, where people sign in; empty for tokens alone.",
    )
    oidc_client_secret: SecretStr | None = Field(
        default=None, description="What the server shows the identity provider; none where it is a public client."
    )
    oidc_scopes: str = Field(
        default="openid profile",
        pattern=r"^openid( [\x21-\x7e]+)*$",
        description="What is asked for when people sign in.",
    )
    oidc_name_claim: str = Field(
        default="sub", pattern=_CLAIM, description="The claim that says what records call somebody."
    )
    oidc_roles_claim: str = Field(default="roles", pattern=_CLAIM, description="The claim that lists roles.")
    oidc_tenants_claim: str = Field(default="tenants", pattern=_CLAIM, description="The claim that lists tenants.")
    oidc_roles: str = Field(
        default="",
        pattern=r"^\s*((reader|operator|approver)=\S+(\s+(reader|operator|approver)=\S+)*)?\s*$",
        description="What the claim calls our roles, as in reader=GROUP operator=GROUP; by their own names without it.",
    )
    oidc_tenants: str = Field(
        default="",
        pattern=r"^\s*([a-z0-9*][a-z0-9-]*=\S+(\s+[a-z0-9*][a-z0-9-]*=\S+)*)?\s*$",
        description="What the claim calls tenants, as in acme=GROUP *=GROUP; by their own names without it.",
    )
    public_url: Address = Field(
        default="", description="Address under which clients reach the server, if it is another than it listens on."
    )
    allowed_hosts: str = Field(
        default="",
        pattern=r"^\s*([A-Za-z0-9.-]+(\s+[A-Za-z0-9.-]+)*)?\s*$",
        description="Further host names that requests may name, separated by spaces.",
    )
    allowed_origins: str = Field(
        default="",
        pattern=r"^\s*(https?://[A-Za-z0-9.:\[\]-]+(\s+https?://[A-Za-z0-9.:\[\]-]+)*)?\s*$",
        description="Further origins whose pages may send requests, as in https://HOST, separated by spaces.",
    )
    _flags: dict[str, Flag] = PrivateAttr(default_factory=dict)
    _tenants: frozenset[str] | None = PrivateAttr(default=None)

    def seen_by(self, tenants: Iterable[str] | None) -> "Settings":
        """Return these settings for somebody: in what is wired from them, memory has no other tenants.

        Args:
            tenants: the tenants that exist for them, as ``Principal.visible`` gives them; ``None`` for all.
        """
        own = self.model_copy()
        own._tenants = None if tenants is None else frozenset(tenants)
        return own

    @property
    def tenants(self) -> frozenset[str] | None:
        """The tenants that exist for whoever asks; all, if it is nothing."""
        return self._tenants

    def source(self, name: str) -> str:
        """Return where a setting comes from, as its user knows it: the flag that set it, or its variable.

        Args:
            name: the setting's name here, such as ``schema_path``.
        """
        return self._flags.get(name) or variable_of(name)

    @property
    def prompt_check_files(self) -> list[Path]:
        """Return the Python files whose assertions data sets of prompts may name."""
        return [Path(part) for part in self.prompt_checks.split(os.pathsep) if part]

    @field_validator("log_sinks")
    @classmethod
    def _check_log_sinks(cls, addresses: SecretStr, info: ValidationInfo) -> SecretStr:
        if (text := addresses.get_secret_value()) != "stderr":
            from agent.telemetry.lines.addresses import sink_addresses

            if any(one.kind == "azure-monitor" for one in sink_addresses(text)) and not info.data.get("azure_monitor"):
                raise ValueError("Set APPLICATIONINSIGHTS_CONNECTION_STRING for azure-monitor")
        return addresses

    @field_validator("similarity_model")
    @classmethod
    def _check_similarity_model(cls, name: str, info: ValidationInfo) -> str:
        if name and info.data.get("model_provider") == "none":
            raise ValueError("Set INFRA_ENGINEER_MODEL_PROVIDER and what belongs to it: there the model is asked")
        return name


def variable_of(name: str) -> str:
    """Return the environment variable of a setting.

    Args:
        name: the setting's name here, such as ``schema_path``.
    """
    own_name = Settings.model_fields[name].validation_alias
    return str(own_name or f"{Settings.model_config['env_prefix']}{name.upper()}")
