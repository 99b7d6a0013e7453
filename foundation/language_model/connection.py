"""Connectors of Semantic Kernel, made from plain settings. The only module that imports one, and only when asked."""

import asyncio
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field, SecretStr

from foundation.language_model.guard import is_loopback
from foundation.model.base import FrozenModel
from foundation.model.conversation import ModelIdentity
from foundation.model.errors import InputError, Problem

if TYPE_CHECKING:
    from openai import AsyncAzureOpenAI, AsyncOpenAI
    from semantic_kernel.connectors.ai.chat_completion_client_base import ChatCompletionClientBase

Provider = Literal["azure", "openai", "compatible"]

OPENAI_URL = "https://api.openai.com/v1"
_AZURE_SCOPE = "https://cognitiveservices.azure.com/.default"
#: Names of OpenTelemetry's semantic conventions; an endpoint that speaks OpenAI's API counts as it.
_PROVIDER_NAMES: dict[Provider, str] = {"azure": "azure.ai.openai", "openai": "openai", "compatible": "openai"}


class Connection(FrozenModel):
    """Where a model is and how to get in.

    Attributes:
        provider: whose API.
        model: name of the model; on Azure that of the deployment.
        base_url: address; OpenAI has its own, Azure's is that of the resource.
        api_key: the key; Azure without one takes the machine's identity.
        api_version: version of Azure's API.
        timeout: seconds until a request is given up.
    """

    provider: Provider
    model: str
    base_url: str = ""
    api_key: SecretStr | None = None
    api_version: str = ""
    timeout: float = Field(default=60.0, gt=0)

    @property
    def identity(self) -> ModelIdentity:
        """Return what spans and recordings call the model."""
        return ModelIdentity(
            provider=_PROVIDER_NAMES[self.provider], model=self.model, base_url=self.base_url or OPENAI_URL
        )


def provider_of(setting: Provider | Literal["none"]) -> Provider:
    """Return whose model is set up.

    Raises:
        InputError: nobody's.
    """
    if setting != "none":
        return setting
    raise InputError(
        Problem(
            code="model-setting-missing",
            message="no language model is set up",
            remedy="Set INFRA_ENGINEER_MODEL_PROVIDER and what belongs to it; see .env.example.",
            file="environment",
            path="INFRA_ENGINEER_MODEL_PROVIDER",
        )
    )


def check(connection: Connection) -> None:
    """Refuse a connection that lacks something, before anything is imported for it.

    Raises:
        InputError: with everything that is missing.
    """
    missing = []
    if not connection.model:
        missing.append(("MODEL_NAME", "name the model, or the deployment on Azure"))
    if connection.provider != "openai" and not connection.base_url:
        missing.append(("MODEL_BASE_URL", "give the address of the endpoint"))
    if connection.provider == "openai" and connection.api_key is None:
        missing.append(("MODEL_API_KEY", "give the key"))
    if missing:
        raise InputError(*(_missing(connection.provider, variable, remedy) for variable, remedy in missing))


def _missing(provider: str, variable: str, remedy: str) -> Problem:
    name = f"INFRA_ENGINEER_{variable}"
    message = f"the model provider {provider} needs {name}"
    remedy = f"{remedy[:1].upper()}{remedy[1:]} in {name}; see .env.example."
    return Problem(code="model-setting-missing", message=message, remedy=remedy, file="environment", path=name)


def connect(connection: Connection) -> "ChatCompletionClientBase":
    """Return a connector; nothing is sent yet.

    The client library's own retries are off: each attempt has to pass the guard and the budget.

    Raises:
        InputError: a setting is missing.
    """
    client = connect_client(connection)
    if connection.provider == "azure":
        from foundation.language_model.dialects import AzureChat

        return AzureChat(deployment_name=connection.model, async_client=client)
    from foundation.language_model.dialects import OpenAIChat

    return OpenAIChat(ai_model_id=connection.model, async_client=client)


def connect_client(connection: Connection) -> Any:
    """Return a client of OpenAI's library, for what no connector is needed for; nothing is sent yet.

    Raises:
        InputError: a setting is missing.
    """
    check(connection)
    return _azure(connection) if connection.provider == "azure" else _openai(connection)


def _openai(connection: Connection) -> "AsyncOpenAI":
    from openai import AsyncOpenAI

    return AsyncOpenAI(
        # Servers on one's own machine take any key; the client insists on having one.
        api_key=connection.api_key.get_secret_value() if connection.api_key else "none",
        base_url=connection.base_url or OPENAI_URL,
        **_client_options(connection),
    )


def _azure(connection: Connection) -> "AsyncAzureOpenAI":
    from openai import AsyncAzureOpenAI

    return AsyncAzureOpenAI(
        azure_endpoint=connection.base_url,
        azure_deployment=connection.model,
        api_version=connection.api_version,
        **_client_options(connection),
        **_azure_credentials(connection.api_key),
    )


def _client_options(connection: Connection) -> dict[str, Any]:
    import httpx2
    from openai import DefaultAsyncHttpx2Client

    from foundation.language_model.bounded import HEADERS, bound

    client = DefaultAsyncHttpx2Client(
        timeout=connection.timeout,
        # A pool of open connections belongs to one event loop, and each run has a loop of its own.
        limits=httpx2.Limits(max_keepalive_connections=0),
        # The guard looked at this address and at no other.
        follow_redirects=False,
        headers=HEADERS,
        event_hooks={"response": [bound]},
        trust_env=not is_loopback(connection.base_url),
    )
    return {"http_client": client, "timeout": connection.timeout, "max_retries": 0}


def _azure_credentials(api_key: SecretStr | None) -> dict[str, Any]:
    if api_key is not None:
        return {"api_key": api_key.get_secret_value()}
    from azure.identity import DefaultAzureCredential, get_bearer_token_provider

    provider = get_bearer_token_provider(DefaultAzureCredential(), _AZURE_SCOPE)

    async def token() -> str:
        # The library's asynchronous credentials belong to one event loop; each run has a loop of its own.
        return await asyncio.to_thread(provider)

    return {"azure_ad_token_provider": token}
