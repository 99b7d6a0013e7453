"""K8sValidator: the gate's checks over the exact bytes of a run, or over anybody's manifests."""
