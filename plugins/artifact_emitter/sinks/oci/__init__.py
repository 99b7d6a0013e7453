"""Charts in an OCI registry, in Helm's own layout, with what is signed of them as referrers."""
