"""Literal secrets in plain data: found, and told by kind, never by value.

What counts as one, and why:

* A field's name decides most, and of a name the last word: ``DB_PASSWORD`` is a password, ``PASSWORD_POLICY`` a policy,
  ``TOKEN_TTL`` a time. In a field for a password every literal counts, digits and ``changeme`` too: whoever deploys
  that runs with a password that everybody knows. In a field for a token, a key or a secret, numbers, durations and
  words such as ``oidc`` do not count. ``DB_SECRET`` may also hold the name of a Secret, ``orders-db-credentials``.
  Where the name only hints (``CACHE_KEY``, ``TOKEN_SEED``), only text that looks random counts.
* What refers to a secret is none: ``$(VAR)``, ``${VAR}``, ``{{ .Values.x }}``, a path, an address without a password,
  a vault's reference. The literal default in ``${VAR:-changeme}`` is one.
* Text is searched inside, whatever its field is called: arguments, connection strings, addresses with a password,
  headers, JSON, YAML, TOML, INI, properties and XML with such names, what programs take as a password by an option
  (``redis-cli -a``, ``mysql -phunter2``), private keys, hashes of passwords, tokens whose form gives them away
  (`foundation/model/token_forms.py`), and what base64 of all that stands for.
* A key of a mapping can be a secret, too.
* Public by nature and so never meant: certificates, public keys, digests, UUIDs, ids.

Not found, because nothing tells them from ordinary text: a password in a file whose format has no names (``.pgpass``),
random text in a field with an innocent name, a value of several words without quotes, the name of a Secret that is in
truth the secret (``DB_SECRET: my-secret``).

A search takes time in proportion to the text, which may be hostile. Nothing is verified over the network.
"""
