"""Services that events are sent to: the relay brings them there, as often as it takes."""
