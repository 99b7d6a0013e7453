"""Kinds of workload, by what their pods do."""

#: Kinds whose pods run for ever; the pods of the others end.
LASTING = frozenset({"Deployment", "StatefulSet", "DaemonSet"})
