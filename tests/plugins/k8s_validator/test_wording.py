"""What rules say: made from the parameters in force, and never the default where that does not hold."""

import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest

from agent.bootstrap import Agent
from foundation.model.base import FrozenModel
from foundation.model.policy.platform import PlatformPolicy, Profile, RuleSetting, SourcedProfile
from plugins.k8s_validator.rules.check import Check
from plugins.k8s_validator.rules.checks import CHECKS, UNWORDED
from plugins.k8s_validator.rules.rule_book import rule_book
from plugins.k8s_validator.rules.wording import counted, either, in_words

#: Every rule with parameters, and the words that its text has for their defaults.
WORDS = {
    "autoscaler-bounds": ("two", "2"),
    "binding-subjects": ("administrators", "anonymous"),
    "capabilities-added": (),
    "cpu-limit": ("Set or remove",),
    "group-id": ("10001",),
    "image-digest": (),
    "image-registry": (),
    "labels-recommended": ("app.kubernetes.io", "Kubernetes' recommended"),
    "namespace-set": ("default", "the cluster's"),
    "node-placement": (),
    "port-number": ("1024", "privileged"),
    "priority-class": (),
    "proc-mount": (),
    "replicas-minimum": ("two", "three"),
    "runtime-class": (),
    "runtime-socket": (),
    "seccomp": (),
    "service-exposure": ("ClusterIP",),
    "service-port": ("logins",),
    "user-id": ("10001",),
    "volume-types": ("claim", "emptyDir", "ConfigMap", "Secret", "projected"),
}
#: Rules whose text names a parameter of another one.
OF_OTHERS = {"root-group": ("group-id", "10001"), "run-as-root-user": ("user-id", "10001")}


def other(field: Any, value: Any) -> Any:
    """Return another value of a parameter."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 4321
    if isinstance(value, list):
        return [7, 9] if value and isinstance(value[0], int) else ["other-one", "other-two"]
    return next(choice for choice in get_args(field.annotation) if choice != value)


def changed(check: Check) -> dict[str, Any]:
    assert check.parameters is not None
    fields = type(check.parameters).model_fields
    return {name: other(field, getattr(check.parameters, name)) for name, field in fields.items()}


@pytest.fixture
def texts(agent: Agent) -> Any:
    """The title and remedy of a rule in a profile that gives parameters to rules."""

    def look(code: str, rules: dict[str, RuleSetting]) -> str:
        policy: PlatformPolicy = agent.library.policy
        ours = policy.profiles["platform"]
        profile = Profile(description="ours", extends="platform", rules=rules)
        profiles = {**policy.profiles, "ours": SourcedProfile(profile=profile, source=ours.source)}
        check = rule_book(policy.model_copy(update={"profiles": profiles}), "ours").checks[code]
        return f"{check.title} {check.remedy}"

    return look


def test_every_rule_with_parameters_is_looked_at() -> None:
    assert {code for code, check in CHECKS.items() if check.parameters is not None} == WORDS.keys()
    named = {code for code, check in UNWORDED.items() if re.search(r"\{[a-z-]+\.\w+\}", check.title + check.remedy)}
    assert named == OF_OTHERS.keys()


def test_by_default_rules_say_the_defaults() -> None:
    for code, words in WORDS.items():
        text = f"{CHECKS[code].title} {CHECKS[code].remedy}"
        assert [word for word in words if word not in text] == [], code
        assert not re.search(r"[{}]", text), code


@pytest.mark.parametrize("code", WORDS)
def test_no_rule_names_a_default_that_is_not_in_force(code: str, texts: Any) -> None:
    given = changed(CHECKS[code])
    text = texts(code, {code: RuleSetting(parameters=given)})
    assert [word for word in WORDS[code] if re.search(rf"\b{re.escape(word)}\b", text)] == []
    assert numbers(CHECKS[code].parameters) & {int(found) for found in re.findall(r"\b\d+\b", text)} == set()
    stated = {int(found) for found in re.findall(r"\b\d+\b", f"{CHECKS[code].title} {CHECKS[code].remedy}")}
    if stated & numbers(CHECKS[code].parameters):
        assert any(str(value) in text for value in given.values()), "the value in force is said instead"


@pytest.mark.parametrize("code", OF_OTHERS)
def test_what_another_rule_asks_is_said_as_it_is_in_force_there(code: str, texts: Any) -> None:
    owner, default = OF_OTHERS[code]
    text = texts(code, {owner: RuleSetting(parameters={"lowest": 5000})})
    assert "from 5000." in text
    assert default not in text
    # A rule that is off still says which ids are good.
    assert default in texts(code, {owner: RuleSetting(severity="off")})


def test_no_text_of_a_rule_states_a_number_of_a_parameter_on_its_own() -> None:
    every = {number for check in UNWORDED.values() for number in numbers(check.parameters) if number > 9}
    for code, check in UNWORDED.items():
        stated = {int(found) for found in re.findall(r"\b\d+\b", f"{check.title} {check.remedy}")}
        assert stated & every == set(), code


def numbers(parameters: FrozenModel | None) -> set[int]:
    def inside(value: Any) -> Iterator[int]:
        if isinstance(value, list):
            yield from (number for item in value for number in inside(item))
        elif isinstance(value, int) and not isinstance(value, bool):
            yield value

    return set(inside(list(parameters.model_dump().values()))) if parameters else set()


@pytest.mark.parametrize(
    ("code", "given", "said"),
    [
        ("volume-types", {"allowed": ["emptyDir", "secret"]}, "Use an emptyDir or a Secret."),
        ("volume-types", {"allowed": ["nfs"]}, "Use a volume of the type nfs."),
        ("volume-types", {"allowed": []}, "Use no volume."),
        ("service-exposure", {"types": ["ClusterIP", "NodePort"]}, "Use ClusterIP or NodePort and an Ingress, or have"),
        ("service-exposure", {"types": []}, "Have the type allowed."),
        ("service-port", {"forbidden": [80, 22]}, "Use another port than 80 or 22."),
        ("service-port", {"forbidden": [22]}, "Use another port: these are for logins to machines."),
        ("port-number", {"lowest": 8000}, "No container listens on a port below 8000 or on one"),
        ("replicas-minimum", {"replicas": 1, "production": 12}, "run at least one pod, in production 12."),
        ("replicas-minimum", {"replicas": 4}, "run at least four pods."),
        ("autoscaler-bounds", {"minimum": 1}, "has at least one pod and a maximum"),
        ("cpu-limit", {"wanted": "forbidden"}, "Remove resources.limits.cpu; the policy wants none."),
        ("seccomp", {"required": False}, "is RuntimeDefault or Localhost, where one is named."),
        ("proc-mount", {"user_namespaces": True}, "file system, unless its pod has users of its own."),
        ("namespace-set", {"forbidden": ["a", "b"]}, "never in a or b."),
        ("labels-recommended", {"names": ["team"]}, "Objects carry the platform's labels. Add the labels team."),
        ("binding-subjects", {"roles": ["view"], "subjects": ["all"]}, "No binding is to view, or for all."),
    ],
)
def test_parameters_in_words(code: str, given: dict[str, Any], said: str, texts: Any) -> None:
    assert said in texts(code, {code: RuleSetting(parameters=given)})


def test_words() -> None:
    assert [either([]), either([1]), either("ab"), either("abc")] == ["none", "1", "a or b", "a, b or c"]
    assert [in_words(0), in_words(10), in_words(11), in_words(-1)] == ["no", "ten", "11", "-1"]
    assert [counted(1, "pod"), counted(2, "pod")] == ["one pod", "two pods"]
