"""Custom policies: ValidatingAdmissionPolicy with CEL, and a short declarative form, as part of the gate."""
