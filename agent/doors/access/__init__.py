"""Who may use the doors that serve: one ASGI middleware in front of HTTP and MCP alike.

It looks at Host and Origin, finds out who asks (a token of the token file, or of an identity provider), and puts the
``Principal`` into ``scope["state"]["principal"]``. What they may do, the door asks with
``foundation.model.access.require``.
"""
