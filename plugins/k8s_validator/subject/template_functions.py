"""Functions of Helm's templates that give the same each time, whoever asks, wherever and whenever.

What is not in the list depends on a clock, on chance, on a cluster, a network or a machine, or does what nobody needs
for a chart. A list of what is refused would never be whole: the clock alone goes by a dozen names.
"""

#: Go's own (text/template).
_OF_GO = "and eq ge gt html index js le len lt ne not or print printf println slice urlquery"
#: Helm's own.
_OF_HELM = (
    "fail fromJson fromJsonArray fromToml fromYaml fromYamlArray include mustToJson mustToToml mustToYaml required "
    "toJson toToml toYaml toYamlPretty tpl"
)
#: Sprig's: texts, lists, mappings, numbers, conditions, encodings, digests, paths, versions, addresses.
_OF_SPRIG = (
    "abbrev abbrevboth camelcase cat contains hasPrefix hasSuffix indent initials kebabcase lower nindent nospace "
    "plural quote repeat replace snakecase squote substr swapcase title toString toStrings trim trimAll trimall "
    "trimPrefix trimSuffix trunc untitle upper wrap wrapWith split splitList splitn join regexFind regexFindAll "
    "regexMatch regexQuoteMeta regexReplaceAll regexReplaceAllLiteral regexSplit mustRegexFind mustRegexFindAll "
    "mustRegexMatch mustRegexReplaceAll mustRegexReplaceAllLiteral mustRegexSplit append chunk compact concat first "
    "has initial last list mustAppend mustChunk mustCompact mustFirst mustHas mustInitial mustLast mustPrepend "
    "mustPush mustRest mustReverse mustSlice mustUniq mustWithout prepend push rest reverse seq sortAlpha tuple "
    "uniq until untilStep without deepCopy dict dig get hasKey keys merge mergeOverwrite mustDeepCopy mustMerge "
    "mustMergeOverwrite omit pick pluck set unset values add add1 add1f addf atoi biggest ceil div divf float64 "
    "floor int int64 max maxf min minf mod mul mulf round sub subf toDecimal all any coalesce default empty ternary "
    "deepEqual kindIs kindIsLike kindOf typeIs typeIsLike typeOf b32dec b32enc b64dec b64enc adler32sum sha1sum "
    "sha256sum sha512sum base clean dir ext isAbs osBase osClean osDir osExt osIsAbs semver semverCompare urlJoin "
    "urlParse fromRawJson mustFromJson mustToPrettyJson mustToRawJson toPrettyJson toRawJson"
)
REPEATABLE = frozenset(f"{_OF_GO} {_OF_HELM} {_OF_SPRIG}".split())
#: Words of the language.
KEYWORDS = frozenset(("block", "break", "continue", "define", "else", "end", "false", "if", "nil", "range", "template"))
KEYWORDS |= {"true", "with"}
#: These give the entries of a mapping in another order each time ...
UNORDERED = frozenset(("keys", "values"))
#: ... which does not matter to these, and not to what stands behind them.
ORDERING = frozenset(("sortAlpha", "len", "has", "mustHas", "empty"))
#: What hands the entries on as they come.
HANDING_ON = frozenset(("uniq", "mustUniq", "compact", "mustCompact", "toStrings", "without", "mustWithout", "concat"))
#: What keeps a text that is a template as it is.
KEEPING_TEXT = frozenset(("default", "toString", "toYaml", "mustToYaml", "toJson", "mustToJson", "trim", "coalesce"))
#: What chooses among such texts.
CHOOSING = frozenset(("ternary", "typeIs", "kindIs", "empty", "not"))
