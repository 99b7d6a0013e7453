"""ArtifactEmitter: what passed the gate, saved whole or not at all."""
