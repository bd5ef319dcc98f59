"""What an environment is: a kind of statement, a proof, or neither, decided by its definition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from .. import patterns
from ..patterns import pattern
from ..records.record import Record
from .definitions import EnvironmentDefinition, TheoremDefinition
from .macros import expand_macros
from .model import Macro

#: Beginnings of printed names, lower case and without accents, in the order they are tried.
PRINTED_NAMES = {
    "theorem": "theorem theoreme teorema satz hauptsatz stelling result 定理 теорема",
    "lemma": "lemma lemme lema hilfssatz sublemma 引理 補題 лемма",
    "proposition": "proposition proposicion proposizione proposicao 命题 предложение утверждение",
    "corollary": "corollar korollar corolario corolari folgerung 推论 系 следствие",
    "claim": "claim subclaim behauptung affirmation afirmacion affermazione afirmacao fact 断言",
    "definition": "definition definicion definizione definicao 定义 定義 определение",
    "assumption": "assumption assumpcao annahme hypothes hipotes ipotesi assunzione suposicion "
    "suposicao supuesto axiom condition voraussetzung 假设 仮定 предположение",
    "notation": "notation notacion notazione notacao convention bezeichnung 记号",
    "remark": "remark remarque bemerkung observa osservazione nota note comment 注 замечание",
    "proof": "proof beweis demonstration preuve dimostrazione demostracion demonstracao 证明 証明 "
    "доказательство",
}
_NAMES = [(name, kind) for kind, names in PRINTED_NAMES.items() for name in names.split()]

#: What environments are usually called: for those the document itself does not define.
USUAL_ENVIRONMENTS = {
    **dict.fromkeys(["theorem", "thm", "thrm", "theo", "teo", "satz"], "theorem"),
    **dict.fromkeys(["lemma", "lem", "lma", "sublemma"], "lemma"),
    **dict.fromkeys(["proposition", "prop", "propn"], "proposition"),
    **dict.fromkeys(["corollary", "cor", "coro", "corr", "corol", "crl"], "corollary"),
    **dict.fromkeys(["claim", "clm", "subclaim", "fact"], "claim"),
    **dict.fromkeys(["definition", "defn", "defi", "dfn", "defin"], "definition"),
    **dict.fromkeys(
        ["assumption", "ass", "asm", "assum", "asmp", "assump", "hypothesis"], "assumption"
    ),
    **dict.fromkeys(["notation", "nota"], "notation"),
    **dict.fromkeys(["remark", "rem", "rmk", "note", "observation"], "remark"),
    **dict.fromkeys(["example", "conjecture", "problem", "question", "exercise"], "other"),
    **dict.fromkeys(["proof", "pf", "prf", "beweis", "preuve", "bew"], "proof"),
}
# Words that tell the kind where they begin or end the name of an environment made elsewhere:
# `IEEEproof`, `lemmarep`, `maintheorem`, but not `prooftree` or `theorembox`.
_TELLING = ("proof", "theorem", "lemma", "proposition", "corollary", "claim", "definition",
            "assumption", "remark")  # fmt: skip
_NOT_TELLING = pattern(
    r"tree|box|frame|list|style|step|case|table|array|net|color|colour|group|block|rule|read"
)
_ACCENT = pattern(r"\\[`'^\"~=.]\s*|\\[uvHcdb](?![a-zA-Z])\s*|[{}]|\\ ")
_COMMAND = pattern(r"\\protect\b|\\([a-zA-Z@]+)")
#: A command for a font says nothing; what it makes bold may follow it without a blank.
_FONT = pattern(
    r"\\(?:text(?:bf|it|sc|sl|sf|tt|rm|up|md|normal)|emph|(?:bf|md|it|sl|sc|up|rm|sf|tt)(?:series|shape"
    r"|family)?|normalfont|mbox|hbox|boldmath|bfseries|upshape|color\s*\{[^{}]*\}|textcolor\s*\{[^{}]*\}"
    r"|uppercase|MakeUppercase|small|large|Large|underline|ensuremath|translate|hspace\*?\s*\{[^{}]*\})"
    r"(?![a-zA-Z@])"
)
_WORD = pattern(r"[^\W\d_]+")
_BEGIN = pattern(r"\\begin\s*\{([^{}]*)\}")
_OPTION_OF_BEGIN = pattern(r"\s*\[([^\]]*)\]")
_CONTROL_WORD = pattern(r"\\([a-zA-Z@]+)")
_LABEL_OF_ARGUMENT = pattern(r"\\label\s*\{([^{}]*#\d[^{}]*)\}")
_REFERENCE_TO_ARGUMENT = pattern(
    r"\\[a-zA-Z]*[rR]ef\*?\s*(?:\{([^{}]*#\d[^{}]*)\}|\[([^\[\]]*#\d[^\[\]]*)\])"
)
# The first word with a capital that is no part of a command: what a wrapper prints.
_PRINTED_WORD = pattern(r"(?<![\\a-zA-Z@])[A-Z][^\W\d_]{2,}[^{}\]#.:]{0,60}")


class EnvironmentKind(Record):
    """What an environment amounts to.

    Args:
        kind: a kind of statement, `proof`, or None for any other environment.
        arguments: mandatory arguments between `\\begin{name}` (and its option) and the body.
        option: template of the option that a wrapper passes on, with `#1`; None: none.
        optional: whether `#1` of the templates is the wrapper's own `[…]`.
        boxed: used as `\\begin{name}{title}{label}`.
        prefix: put before a boxed theorem's label.
        label: template of the label that a wrapper sets from its arguments; None: none.
        refers: template of the labels that a proof's wrapper refers to; None: none.
        printed: the printed name, `Main Theorem`; empty where nobody defines it.
        base: the defined theorem-like environment it comes down to, whose counter it steps.
    """

    kind: str | None
    arguments: int = 0
    option: str | None = None
    optional: bool = False
    boxed: bool = False
    prefix: str = ""
    label: str | None = None
    printed: str = ""
    base: str | None = None
    refers: str | None = None


_OTHER = EnvironmentKind(None)


def plain_words(text: str) -> str:
    """Lower-case words of a title without commands and accents: `Th\\'eor\\`eme` → `theoreme`."""
    text = _FONT.sub(" ", text)
    text = _COMMAND.sub(lambda match: f" {match[1] or ''} ", _ACCENT.sub("", text))
    if text.isascii():
        return text.lower()
    import unicodedata  # not for the many texts that are plain ASCII

    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@lru_cache(maxsize=1_000)
def kind_of_name(printed: str) -> str | None:
    """The kind that a printed name tells: a word of `PRINTED_NAMES`, the first one that does."""
    words = _WORD.findall(plain_words(printed))
    for word in words:
        for name, kind in _plain_names():
            if word.startswith(name):
                return kind
    return None


@cache
def _plain_names() -> list[tuple[str, str]]:
    return [(plain_words(name), kind) for name, kind in _NAMES]


def usual_kind(name: str) -> str | None:
    """What an environment of this name usually is, None where the name tells nothing."""
    bare = name.rstrip("*")
    lower = bare.lower()
    if kind := USUAL_ENVIRONMENTS.get(bare) or USUAL_ENVIRONMENTS.get(lower):
        return kind
    if _NOT_TELLING.search(lower):
        return None
    if "proof" in lower:
        return "proof"
    for word in _TELLING:
        if (lower.startswith(word) and lower != f"{word}s") or lower.endswith(word):
            return word
    return None


class Environments:
    """Answers what an environment is, from all definitions of the document.

    Args:
        theorems, wrappers: the definitions; later ones win.
        macros: to expand a printed name such as `\\theoremname`.
        configured: what the author says that environments are, by name; it comes before all.
    """

    def __init__(
        self,
        theorems: Iterable[TheoremDefinition],
        wrappers: Iterable[EnvironmentDefinition],
        macros: Mapping[str, Macro],
        configured: Mapping[str, str] | None = None,
    ) -> None:
        self._theorems = {theorem.name: theorem for theorem in theorems}
        self._wrappers = {wrapper.name: wrapper for wrapper in wrappers}
        self._macros = macros
        self._configured = configured or {}
        self._known: dict[str, EnvironmentKind] = {}

    def kind(self, name: str) -> EnvironmentKind:
        """What the environment of a name amounts to."""
        if name not in self._known:
            self._known[name] = _OTHER  # a wrapper of itself is nothing
            self._known[name] = self._as_configured(name, self._decide(name))
        return self._known[name]

    def theorem(self, name: str) -> TheoremDefinition | None:
        """The definition of a theorem-like environment, None where the document has none."""
        return self._theorems.get(name)

    def _as_configured(self, name: str, decided: EnvironmentKind) -> EnvironmentKind:
        kind = self._configured.get(name, self._configured.get(name.rstrip("*")))
        if kind is None:
            return decided
        return decided._replace(kind=None if kind == "none" else kind)

    def _decide(self, name: str) -> EnvironmentKind:
        if theorem := self._theorems.get(name):
            printed = expand_macros(theorem.printed, self._macros)
            kind = kind_of_name(printed) or usual_kind(name) or "other"
            return EnvironmentKind(
                kind, boxed=theorem.boxed, prefix=theorem.prefix, printed=printed, base=name
            )
        if wrapper := self._wrappers.get(name):
            wrapped = self._wrapped(wrapper)
            named = _REFERENCE_TO_ARGUMENT.search(wrapper.begin)
            if wrapped.kind != "proof" or named is None:
                return wrapped
            return wrapped._replace(refers=named[1] or named[2])
        copied = self._macros.get(name)
        if copied and (copy := patterns.fullmatch(r"\\([a-zA-Z@]+)", copied.body)):
            ended = self._macros.get(f"end{name}")
            if ended and ended.body == f"\\end{copy[1]}" and copy[1] != name:
                return self.kind(copy[1])  # `\let\satz\thm \let\endsatz\endthm`
        if name.startswith("rep") and (repeated := self.kind(name[3:])).kind:
            return EnvironmentKind(repeated.kind, printed=repeated.printed)
        return EnvironmentKind(usual_kind(name))

    def _wrapped(self, wrapper: EnvironmentDefinition) -> EnvironmentKind:
        optional = wrapper.default is not None
        mandatory = wrapper.arguments - optional
        labelled = _LABEL_OF_ARGUMENT.search(wrapper.begin)
        label = labelled[1] if labelled else None
        for match in _BEGIN.finditer(wrapper.begin):
            inner = self.kind(match[1].strip()) if match[1].strip() != wrapper.name else _OTHER
            if inner.kind is None:
                continue
            passed = _OPTION_OF_BEGIN.match(wrapper.begin, match.end())
            option = passed[1] if passed else None
            if inner.boxed:
                return self._boxed(wrapper, inner, match.end(), mandatory, optional)
            return EnvironmentKind(
                inner.kind, mandatory, option, optional, label=label,
                printed=inner.printed, base=inner.base,
            )  # fmt: skip
        if patterns.search(r"\\proof(?![a-zA-Z@])", wrapper.begin):
            return EnvironmentKind("proof", mandatory, _argument_in(wrapper.begin), optional)
        for word in _CONTROL_WORD.findall(wrapper.begin):
            if word != wrapper.name and (word in self._theorems or word in self._wrappers):
                inner = self.kind(word)
                if inner.kind is not None:
                    return EnvironmentKind(
                        inner.kind, mandatory, None, optional, label=label, printed=inner.printed
                    )
        # Not built on a theorem, yet called like one or printing its name: better taken for one
        # than overlooked.
        usual = USUAL_ENVIRONMENTS.get(wrapper.name.rstrip("*"))
        words = _PRINTED_WORD.search(_CONTROL_WORD.sub(" ", wrapper.begin))
        usual = usual or (kind_of_name(words.group()) if words else None)
        if usual is None:
            return _OTHER
        option = _argument_in(wrapper.begin)
        return EnvironmentKind(usual, mandatory, option, optional, label=label)

    def _boxed(
        self,
        wrapper: EnvironmentDefinition,
        inner: EnvironmentKind,
        position: int,
        mandatory: int,
        optional: bool,
    ) -> EnvironmentKind:
        """A wrapper around `\\begin{boxed}{title}{label}`."""
        behind = _OPTION_OF_BEGIN.match(wrapper.begin, position)
        groups = patterns.compiled(r"\s*\{([^{}]*)\}\s*\{([^{}]*)\}").match(
            wrapper.begin, behind.end() if behind else position
        )
        option, label = (groups[1], groups[2]) if groups else (None, None)
        return EnvironmentKind(
            inner.kind, mandatory, option, optional, printed=inner.printed, base=inner.base,
            label=f"{inner.prefix}{label}" if label else None,
        )  # fmt: skip


def _argument_in(begin: str) -> str | None:
    """The words around the first argument that a wrapper prints: `Proof of #1`."""
    match = patterns.search(r"[^{}\[\]\\]*#\d[^{}\[\]\\]*", begin)
    return match.group().strip() if match else None
