"""Who asks for a value that is not there learns what may be meant."""

from collections.abc import Callable

import pytest

from foundation.catalog.library import TemplateLibrary
from foundation.model.bundle.bundle import Bundle
from plugins.overlay_merge.asked_paths import nothing_at
from plugins.overlay_merge.merge import merge_component

AUTOSCALE = {"minReplicas": 2, "maxReplicas": 4}


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("autoscal", "Did you mean autoscale?"),
        ("autoscale.minReplica", "Did you mean autoscale.minReplicas?"),
        ("component.replicas", "Did you mean replicas?"),
        ("environments.prod.autoscale.minReplicas", "Did you mean autoscale.minReplicas?"),
        ("tenants.acme.environments.dev.replicas", "Did you mean replicas?"),
        ("ports[htpp]", "Did you mean ports[http]?"),
        ("lifecycle", "lifecycle is a setting, but no layer gives it a value"),
        ("component.lifecycle.preStop", "lifecycle.preStop is a setting, but no layer gives it a value"),
        ("sidecars[a].image", "sidecars[a].image is a setting, but no layer gives it a value"),
        ("lifecicle", "Did you mean lifecycle?"),
        ("zzz", "`explain` without a path shows all values."),
    ],
)
def test_the_nearest_path_is_told(
    path: str, text: str, bundle_of: Callable[..., Bundle], library: TemplateLibrary
) -> None:
    bundle = bundle_of(enable_hpa=True, autoscale=AUTOSCALE)
    effective = merge_component(bundle, library.load(bundle.component.type, None), ["dev"])
    problem = nothing_at(path, effective.environments)
    assert problem.code == "path-unknown"
    assert text in f"{problem.message} {problem.remedy}"
