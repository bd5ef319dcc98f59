"""An expression made from kept codes is the one that `re.compile` makes."""

import re

import pytest

from dlt_proof import kept, patterns
from dlt_proof.project import Cache

EXPRESSIONS = [
    (r"a|b(?P<x>c+)\1?", 0),
    (r"(?P<word>\w+)\s*(?=\d)(?<!z)\b", re.IGNORECASE),
    (r"[é-ü]{2,3}+(?>x*)y", re.DOTALL),
    (r"^\\begin\s*\{([^{}]*)\}$", re.MULTILINE | re.VERBOSE),
    (r"(?i:Straße)|[^\W\d_]+", 0),
]
TEXTS = ["", "bcbc", "Word 7", "éüéxy", "\\begin{a}\nx", "STRASSE straße", "a\nb"]


@pytest.fixture
def cache(monkeypatch: pytest.MonkeyPatch) -> Cache:
    cache = Cache()
    monkeypatch.setattr(kept, "_store", cache)
    patterns.compiled.cache_clear()
    return cache


@pytest.mark.parametrize(("expression", "flags"), EXPRESSIONS)
def test_kept_codes_make_the_same_expression(cache: Cache, expression: str, flags: int) -> None:
    expected = re.compile(expression, flags)
    first = patterns.compiled(expression, flags)
    patterns.compiled.cache_clear()
    again = patterns.compiled(expression, flags)
    assert cache.get(f"expression {int(flags)} {expression}".encode()) is not None
    for made in (first, again):
        assert (made.pattern, made.flags, made.groups) == (
            expected.pattern,
            expected.flags,
            expected.groups,
        )
        assert made.groupindex == expected.groupindex
        for text in TEXTS:
            assert [(m.span(), m.groups(), m.groupdict(), m.lastgroup)
                    for m in made.finditer(text)] == [
                (m.span(), m.groups(), m.groupdict(), m.lastgroup)
                for m in expected.finditer(text)
            ]  # fmt: skip


def test_expression_is_compiled_at_its_first_use(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    real = patterns.compiled
    monkeypatch.setattr(patterns, "compiled", lambda e, flags=0: made.append(e) or real(e, flags))
    lazy = patterns.pattern(r"b+", re.IGNORECASE)
    assert made == []
    assert lazy.sub("x", "aBb") == "ax"
    assert [m.group() for m in lazy.finditer("b B")] == ["b", "B"]
    assert lazy.pattern == "b+"
    assert made == ["b+"]


def test_wrong_expression_is_refused(cache: Cache) -> None:
    with pytest.raises(re.error):
        patterns.pattern("(").search("x")


def test_another_re_module_compiles_as_usual(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "_codes_of", lambda expression, flags: None)
    assert patterns.compiled("a+").fullmatch("aa")


def test_names_are_those_of_re() -> None:
    for name in ("IGNORECASE", "MULTILINE", "DOTALL", "VERBOSE"):
        assert getattr(patterns, name) == getattr(re, name), name
    characters = "".join(map(chr, range(0x250)))
    assert patterns.escape(characters) == re.escape(characters)


@pytest.mark.parametrize("flags", [0, patterns.IGNORECASE])
def test_functions_are_those_of_re(flags: int) -> None:
    expression, text = r"(a)(b)?", "ab A b aB"
    for name in ("search", "match", "fullmatch"):
        ours, theirs = (getattr(m, name)(expression, text, flags) for m in (patterns, re))
        assert (ours and ours.span()) == (theirs and theirs.span()), name
    assert patterns.findall(expression, text, flags) == re.findall(expression, text, flags)
    spans = [match.span() for match in patterns.finditer(expression, text, flags)]
    assert spans == [match.span() for match in re.finditer(expression, text, flags)]
    assert patterns.sub(expression, r"<\1>", text, flags) == re.sub(
        expression, r"<\1>", text, flags=flags
    )


def test_beginning_words_are_found_where_words_begin() -> None:
    words = ["proofs?", "th(?:eorem|m)"]
    fast = re.compile(patterns.beginning_words(*words))
    plain = re.compile(r"\b(?:[Pp]roofs?|[Tt]h(?:eorem|m))")
    text = "Proof proofs aproof _thm (thm Theorem tHm éproof -Thm 2proof the"
    found = [match.span() for match in plain.finditer(text)]
    assert [match.span() for match in fast.finditer(text)] == found
    assert len(found) == 5
