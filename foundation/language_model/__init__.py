"""The connection to a language model: optional, guarded, metered, recorded. Loaded only where a model is used."""
