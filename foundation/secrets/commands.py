"""Passwords that programs take by an option whose name does not tell: ``redis-cli -a``, ``mysql -phunter2``."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from foundation.model.expressions import expression


class _Options(NamedTuple):
    """How a program takes a password.

    Attributes:
        separate: options that the next word is the password of, or what is left of the same word.
        attached: options that the rest of the same word is the password of, and no other.
        pairs: options of ``user:password``.
        after: a word that has to stand before the option, which means something else otherwise.
    """

    separate: tuple[str, ...] = ()
    attached: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()
    after: str = ""


_MYSQL = _Options(attached=("-p",))
_MONGO = _Options(separate=("-p",))
_LOGIN = _Options(separate=("-p",), after="login")
_LDAP = _Options(separate=("-w",))
_PAIR = _Options(pairs=("-u", "--user", "-U", "--proxy-user"))
#: By the program's name, as their manuals say.
_PROGRAMS: dict[str, _Options] = {
    **dict.fromkeys(("redis-cli", "valkey-cli", "keydb-cli", "redis-benchmark"), _Options(separate=("-a",))),
    **dict.fromkeys(("mysql", "mysqldump", "mysqladmin", "mysqlimport", "mysqlcheck", "mysqlsh", "mysqlslap"), _MYSQL),
    **dict.fromkeys(("mariadb", "mariadb-dump", "mariadb-admin", "mariadb-import", "mariadb-check"), _MYSQL),
    **dict.fromkeys(("mongo", "mongosh", "mongodump", "mongorestore", "mongoexport", "mongoimport"), _MONGO),
    **dict.fromkeys(("mongostat", "mongotop", "mongofiles", "cqlsh", "cypher-shell", "sshpass"), _MONGO),
    **dict.fromkeys(("docker", "podman", "helm", "oras", "crane", "skopeo", "nerdctl", "buildah", "az"), _LOGIN),
    **dict.fromkeys(("rabbitmqadmin", "influx", "couchbase-cli", "cbq"), _MONGO),
    **dict.fromkeys(("ldapsearch", "ldapadd", "ldapmodify", "ldapdelete", "ldapwhoami", "ldappasswd"), _LDAP),
    **dict.fromkeys(("sqlcmd", "bcp", "mosquitto_pub", "mosquitto_sub", "zip", "unzip"), _Options(separate=("-P",))),
    **dict.fromkeys(("7z", "7za"), _Options(attached=("-p",))),
    **dict.fromkeys(("curl", "etcdctl"), _PAIR),
    **dict.fromkeys(("http", "https", "httpie"), _Options(pairs=("-a", "--auth"))),
    "ipmitool": _Options(separate=("-P",)),
    "openssl": _Options(separate=("-k", "-passin", "-passout", "-pass")),
    "smbclient": _Options(pairs=("-U",)),
}
_NAMES = "|".join(sorted(map(re.escape, _PROGRAMS), key=len, reverse=True))
#: A program in a shell's text, with its arguments up to the end of its command.
_CALL = expression(rf"""(?<![\w.@-])({_NAMES})(?:\.exe)?(?:["'],)?[ \t]++((?:\\\n|[^\n;|&])*+)""")
#: No text without one of the options needs a closer look.
_SOME_OPTION = expression(r"""[\s"']-(?:[apPwuUk]|pass|-user|-proxy-user|-auth)""")
#: What the shell takes as one word, as far as it matters here.
_ARGUMENT = expression(r"""(?:"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+'|\$\([^()\n]*+\)|\\.|[^\s"'\\])++""")
_MOST_ARGUMENTS = 200
#: Length of an option of one letter, which its value may be attached to.
_SHORT = 2


def passwords_in_text(text: str) -> Iterator[str]:
    """Yield what commands in a shell's text are given as passwords, literal or not."""
    if _SOME_OPTION.search(text) is None:
        return
    for call in _CALL.finditer(text):
        arguments = [_unquoted(word[0].strip(",[]")) for word in _ARGUMENT.finditer(call[2])]
        yield from (password for _, password in _passwords(call[1], arguments[:_MOST_ARGUMENTS]))


def passwords_in_arguments(program: str, arguments: Sequence[object]) -> dict[int, str]:
    """Return what a program is given as passwords, literal or not, by the index of the argument.

    Args:
        program: its name or path.
        arguments: what follows it; what is no text counts for nothing.
    """
    words = [word if isinstance(word, str) else "" for word in arguments]
    return dict(_passwords(program.rpartition("/")[2], words))


def takes_passwords(program: str) -> bool:
    """Tell whether a program, by its name or path, is one that takes a password by such an option."""
    return program.rpartition("/")[2] in _PROGRAMS


def _passwords(program: str, words: list[str]) -> Iterator[tuple[int, str]]:
    options = _PROGRAMS.get(program, _Options())
    if options.after and options.after not in words:
        return
    for index, word in enumerate(words):
        before = words[index - 1] if index else ""
        if before in options.separate and not word.startswith("-"):
            yield index, word.removeprefix("pass:")
        elif before in options.pairs:
            yield from _of_pair(index, word)
        for option in (*options.separate, *options.attached):
            if len(option) == _SHORT and word.startswith(option) and len(word) > _SHORT:
                yield index, word[_SHORT:].removeprefix("=")
        for option in options.pairs:
            if word.startswith(option) and word[len(option) :].startswith("=" if option.startswith("--") else ""):
                yield from _of_pair(index, word[len(option) :].removeprefix("="))


def _of_pair(index: int, word: str) -> Iterator[tuple[int, str]]:
    for sign in ":%":
        _, found, password = word.partition(sign)
        if found and password:
            yield index, password
            return


def _unquoted(word: str) -> str:
    return re.sub(r"""\\(.)|["']""", r"\1", word)
