"""An object as it is after the API server has decoded it: without what is empty, with what is never absent."""

from typing import Any

from plugins.k8s_validator.admission.served.amounts import canonical
from plugins.k8s_validator.admission.served.defaulting import set_defaults
from plugins.k8s_validator.admission.served.types import QUANTITY, FieldForm, field_forms


def decoded(data: Any, name: str) -> Any:
    """Return data as the API server holds it, with its defaults; nothing of the given data is changed.

    Args:
        data: fields of a type; what does not fit it stays as it is.
        name: the type, such as ``apps/v1.Deployment``.
    """
    if name == QUANTITY:
        return "0" if data is None else canonical(data)
    forms = field_forms().get(name)
    if forms is None or not isinstance(data, dict):
        return data
    found = {key: value for key, value in data.items() if not _is_nothing(value, forms.get(key))}
    for key, form in forms.items():
        if form.shape == "structure" and form.inner != QUANTITY:
            found.setdefault(key, {})
    set_defaults(found, name)
    for key, form in forms.items():
        if key in found:
            found[key] = _inside(found[key], form)
        elif form.inner == QUANTITY and form.shape == "structure":
            found[key] = "0"
        elif form.zero is not None and not form.omitted:
            found[key] = form.zero
    return found


def _is_nothing(value: Any, form: FieldForm | None) -> bool:
    """Tell whether a value is as good as none: null, or empty where empty values are left out."""
    if value is None:
        return True
    if form is None or not form.omitted or form.shape in ("structure", "pointer"):
        return False
    # An empty value of another type than the field's is a mistake, and not to be hidden.
    if form.shape == "list":
        return bool(value == [])
    if form.shape == "map":
        return bool(value == {})
    return value in ("", 0, False) if form.zero is None else type(value) is type(form.zero) and value == form.zero


def _inside(value: Any, form: FieldForm) -> Any:
    if not form.inner:
        return value
    if form.shape == "list":
        return [decoded(item, form.inner) for item in value] if isinstance(value, list) else value
    if form.shape == "map":
        return {key: decoded(item, form.inner) for key, item in value.items()} if isinstance(value, dict) else value
    return decoded(value, form.inner)
