"""EventEmitter: lifecycle events with the specification's payloads."""
