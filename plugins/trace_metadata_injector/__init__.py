"""TraceMetadataInjector: who asked, for which blueprint, and where that is written down."""
