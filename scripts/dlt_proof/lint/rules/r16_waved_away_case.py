"""R16: what a proof has to show, it shows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from ...latex import FileView
from ..proof_texts import ProofText, proof_texts
from ..rule import Observation, Rule
from ..sentences import BLANK_LINE, Sentence, sentences, text_macros
from ..waving import Wave, accounted, carried_out, is_label, states_its_own, taken_back, waves

# One of them is in every phrase that `waves` knows: a cheap look before text is taken apart.
_HINTS = (
    "simil", "analog", "same", "symmetr", "identical", "likewise", "mutatis", "omit", "skip",
    "leav", "reader", "exercise", "verbatim", "repeat", "ditto", "parallel", "routine",
    "straightforward", "easi", "easy", "standard", "dual", "modif", "changes", "m.m.", "m. m.",
    "slight change", "small change", "minor change",
    "re-run", "rerun", "redo", "mimic", "mirror", "resembl", "adapt", "adjust", "suppress",
    "spare", "no different", "exactly as", "just as", "precisely as", "as this one",
    "as the first", "as the other", "as the previous", "as before", "as above", "as in",
    "as for", "like ", "left to", "left as",
    "left for", "left out", "word for", "word-for", "lines of",
    "as easily", "as readily", "harder", "difficult", "complicated", "involved", "extension",
    "generali", "as (", " how ", "not spell", "not write", "not work", "not carry", "not give",
    "not include", "not present", "not detail", " means", "brevity", "space", "concise",
    "simplicity", "carr", "go through", "goes through", "transfer", "works ", "applies", "apply ",
    "extend", "brief",
    "alter", "variant", "variation", "amend", "tweak", "nothing new", "nothing diff", "no new",
    "nothing really", "nothing else", "nothing change", "differs ", "differ only", "no further",
    "no additional", "no extra", "no surprise", "no essential", "line by", "line for",
    "to the letter",
    "ebenso", "genauso", "lecteur", "leser", "même", "autre", "entsprech", "hnlich",
)  # fmt: skip


class WavedAwayCase(Rule):
    r"""A case, a direction or a part is said to be like another one and is not carried out.

    It is carried out where a computation follows, in the sentence or behind it. It is accounted
    for where the symmetry is named, a reason is given, or the place where it stands. A proof
    that calls itself a sketch may wave; "similarly, $b \le c$" states a step of its own.

    **Anti-pattern**

    ```latex
    Suppose $x \ge 0$. Then $f(x) \le x^2$. The other case is similar.
    ```

    **Best practice**

    ```latex
    The hypotheses are symmetric in $x$ and $-x$, so we may assume $x \ge 0$. Then $f(x) \le x^2$.
    ```
    """

    id = "R16"
    name = "waved-away-case"
    rule_class = "unaccounted"
    description = "No case or direction of a proof is waved away as similar to another."

    def observe(self, view: FileView) -> Iterator[Observation]:
        words = text_macros(view.macros)
        for proof in proof_texts(view):
            if not proof.sketch and _may_wave(view, proof, words):
                listed = list(
                    sentences(view, proof.start, proof.end, words, proof.skipped, _hinted)
                )
                yield from self._waved(view, proof, listed)

    def _waved(
        self, view: FileView, proof: ProofText, listed: Sequence[Sentence]
    ) -> Iterator[Observation]:
        last = -2
        for index, sentence in enumerate(listed):
            if not _hinted(sentence.text):
                continue
            labelled = index > 0 and is_label(listed[index - 1].text)
            found = waves(sentence.text, labelled=labelled)
            if not found:
                continue
            known = ""
            if any(wave.kind == "symmetry" for wave in found):
                recent = listed[max(0, index - 30) : index]
                known = " ".join([_statement_before(view, proof), *(s.text for s in recent)])
            wave = _unaccounted(view, listed, index, found, known)
            # "The other case is similar. We omit the details." waves one case away.
            if wave and not (wave.kind == "omitted" and last == index - 1):
                yield self._finding(listed, index, wave)
            last = index if wave else last

    def _finding(self, listed: Sequence[Sentence], index: int, wave: Wave) -> Observation:
        sentence = listed[index]
        start, end = sentence.offsets[wave.start], sentence.offsets[wave.end - 1] + 1
        if wave.start == 0 and index and is_label(listed[index - 1].text):
            start = listed[index - 1].offsets[0]
        if wave.kind == "symmetry":
            message = "a case is dropped by a symmetry that is not named"
            help = "say what is symmetric in what, or carry the case out"
        elif wave.kind == "omitted":
            message = "part of the proof is left out"
            help = "carry it out, or say where it is"
        else:
            message = "a case or part is waved away, not carried out"
            help = "carry it out, name the symmetry, or make a lemma of what both have in common"
        return self.spot(start, end, message, help)


def _hinted(text: str) -> bool:
    return any(hint in text for hint in _HINTS)


def _may_wave(view: FileView, proof: ProofText, words: Mapping[str, str]) -> bool:
    """Whether a paragraph of a proof holds a phrase that waves, whatever accounts for it."""
    text = view.masked[proof.start : proof.end].lower().replace("~", " ")
    named = [f"\\{name}".lower() for name, meant in words.items() if _hinted(meant.lower())]
    blank = BLANK_LINE.finditer(view.text, proof.start, proof.end)
    ends = [match.start() - proof.start for match in blank]
    for start, end in zip([0, *ends], [*ends, len(text)], strict=True):
        part = " ".join(text[start:end].split())
        if _hinted(part) or any(name in part for name in named):
            for sentence in sentences(
                view, proof.start + start, proof.start + end, words, proof.skipped, _hinted
            ):
                if _hinted(sentence.text) and waves(sentence.text, labelled=True):
                    return True
    return False


def _statement_before(view: FileView, proof: ProofText) -> str:
    """What the statement says that stands before a proof."""
    index = bisect_left(view.statements, proof.begin, key=lambda s: s.environment.span.start)
    if not index:
        return ""
    last = view.statements[index - 1].environment.body
    if proof.begin - last.end > 2_000:
        return ""
    return " ".join(s.text for s in sentences(view, last.start, last.end, {}, ()))


def _unaccounted(
    view: FileView, listed: Sequence[Sentence], index: int, found: Sequence[Wave], before: str
) -> Wave | None:
    """The first phrase of a sentence that nothing accounts for."""
    sentence = listed[index]
    following = listed[index + 1].text if index + 1 < len(listed) else ""
    found = [w for w in found if not taken_back(sentence.text, w.start, w.end, following)]
    likes = [wave for wave in found if wave.kind != "omitted"]
    # What accounts for one reading of a sentence accounts for the others.
    if any(
        accounted(view, sentence, wave, before) or carried_out(view, listed, index, wave)
        for wave in likes
    ):
        return None
    left = [wave for wave in likes if not states_its_own(view, sentence, wave)]
    if left:
        return left[0]
    omitted = [wave for wave in found if wave.kind == "omitted"]
    return next((wave for wave in omitted if not accounted(view, sentence, wave, before)), None)
