"""What one layer may not say twice."""

import pytest
from pydantic import ValidationError

from foundation.model.bundle.layer import Layer


def test_two_mounts_at_one_path_are_refused() -> None:
    mounts = [{"name": "a", "mountPath": "/data"}, {"name": "b", "mountPath": "/data"}]
    with pytest.raises(ValidationError, match="'/data' stands in the list more than once"):
        Layer.model_validate({"volume_mounts": mounts})


def test_one_volume_may_be_mounted_at_two_paths() -> None:
    mounts = [{"name": "a", "mountPath": "/data"}, {"name": "a", "mountPath": "/more"}]
    assert len(Layer.model_validate({"volume_mounts": mounts}).volume_mounts or []) == 2
