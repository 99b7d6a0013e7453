"""Language models: connections, chat services, and the budget that they share."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from agent.bootstrap.folders import build_prompts
from agent.settings import Settings

if TYPE_CHECKING:
    from semantic_kernel.connectors.ai.chat_completion_client_base import ChatCompletionClientBase

    from foundation.language_model.budget import Budget
    from foundation.language_model.connection import Connection
    from foundation.language_model.embeddings import EmbeddingModel
    from foundation.language_model.model import LanguageModel
    from foundation.language_model.run_budget import RunBudget
    from foundation.model.conversation import ModelIdentity


def build_language_model(settings: Settings, budget: "RunBudget") -> "LanguageModel":
    """Wire the model that the settings name.

    Args:
        settings: the settings.
        budget: what the run may spend.

    Raises:
        InputError: the settings name no model, or a setting or the price table is missing.
    """
    # Imported here: without a model no connector is loaded.
    from foundation.language_model.model import LanguageModel

    identity = build_connection(settings, settings.model_name).identity
    return LanguageModel(build_chat_services(settings, budget)(identity), identity)


def build_budget(settings: Settings) -> "RunBudget":
    """Wire the budget of a run.

    Args:
        settings: the settings.
    """
    from foundation.language_model.run_budget import RunBudget

    return RunBudget(lambda: _budget(settings))


def _budget(settings: Settings) -> "Budget":
    # Imported here: most runs ask no model.
    from foundation.language_model.budget import Budget, BudgetLimits
    from foundation.language_model.guard import is_loopback
    from foundation.language_model.pricing import OwnMachinePrices

    limits = BudgetLimits(
        calls=settings.model_max_calls, tokens=settings.model_max_tokens, cost=settings.model_max_cost or None
    )
    own = settings.model_provider == "compatible" and is_loopback(settings.model_base_url)
    prices = build_prompts(settings).prices
    return Budget(limits, OwnMachinePrices(**dict(prices)) if own else prices)


def build_connection(settings: Settings, model: str) -> "Connection":
    """Return how to reach a model at the endpoint of the settings.

    Args:
        settings: the settings.
        model: name of the model; on Azure that of the deployment.

    Raises:
        InputError: the settings name no provider, or lack something.
    """
    from foundation.language_model.connection import Connection, check, provider_of

    connection = Connection(
        provider=provider_of(settings.model_provider),
        model=model,
        base_url=settings.model_base_url,
        api_key=settings.model_api_key,
        api_version=settings.model_api_version,
        timeout=settings.model_timeout_seconds,
    )
    check(connection)
    return connection


def build_embedding(settings: Settings, budget: "RunBudget") -> "EmbeddingModel":
    """Wire the embedding model that the settings name: guarded, retried, and within the budget of the run.

    Args:
        settings: the settings.
        budget: what the run may spend.

    Raises:
        InputError: the settings name no provider, or a setting or the price table is missing.
    """
    from foundation.language_model.connection import connect_client
    from foundation.language_model.embeddings import EmbeddingModel

    connection = build_connection(settings, settings.similarity_model)
    return EmbeddingModel(
        connect=lambda: connect_client(connection),
        identity=connection.identity,
        priced_as=connection.model,
        budget=budget.current(),
        **_bounds(settings),
    )


def build_chat_services(
    settings: Settings, budget: "RunBudget"
) -> "Callable[[ModelIdentity], ChatCompletionClientBase]":
    """Return what connects to models: guarded, retried, traced, and all within one budget.

    Args:
        settings: the settings.
        budget: what the run may spend.

    Raises:
        InputError: the price table is missing.
    """
    from agent.bootstrap.logs import build_log
    from foundation.language_model.connection import connect
    from foundation.language_model.habits import Habits
    from foundation.language_model.metered import MeteredChat

    spent_from, log = budget.current(), build_log(settings)
    habits: dict[ModelIdentity, Habits] = {}

    def service(identity: "ModelIdentity") -> "ChatCompletionClientBase":
        return MeteredChat(
            ai_model_id=identity.model,
            inner=connect(build_connection(settings, identity.model)),
            identity=identity,
            priced_as=settings.model_priced_as or identity.model,
            budget=spent_from,
            habits=habits.setdefault(identity, Habits()),
            say=log.warning,
            **_bounds(settings),
        )

    return service


def _bounds(settings: Settings) -> dict[str, Any]:
    """Return what every call is held to beside the budget."""
    from foundation.language_model.guard import CallGuard
    from foundation.language_model.retry import CallRetry

    return {
        "guard": CallGuard(settings.model_calls, settings.forbid_model_calls),
        "retry": CallRetry(settings.model_retries),
        "deadline": settings.model_timeout_seconds,
    }
