"""Replacements as models write them: all are made, or none, and each says why it cannot be."""

import pytest

from dlt_proof.panel.edits import edited
from dlt_proof.records.errors import InputError
from dlt_proof.records.review import ProposedEdit

FILES = {
    "main.tex": "One.\nTwo.\nThree.\n",
    "windows.tex": "One.\r\nTwo.\r\nThree.\r\n",
    "mixed.tex": "One.\r\nTwo.\nThree.\n",
    "empty.tex": "",
    "unicode.tex": "Für $x > 0$ gilt’s.\n",
}
Edit = tuple[str, str, str]

MADE: dict[str, tuple[list[Edit], str, str]] = {
    "one line": ([("main.tex", "Two.", "Zwei.")], "main.tex", "One.\nZwei.\nThree.\n"),
    "words are taken out": ([("main.tex", "Two.\n", "")], "main.tex", "One.\nThree.\n"),
    "line ends of Windows in the file": (
        [("windows.tex", "One.\nTwo.", "One.\nHalf.\nTwo.")],
        "windows.tex", "One.\r\nHalf.\r\nTwo.\r\nThree.\r\n",
    ),
    "line ends of Windows in the answer": (
        [("main.tex", "One.\r\nTwo.", "One.\r\nHalf.\r\nTwo.")],
        "main.tex", "One.\nHalf.\nTwo.\nThree.\n",
    ),
    "both in one file": ([("mixed.tex", "One.\r\n", "Eins.\n")], "mixed.tex",
                         "Eins.\nTwo.\nThree.\n"),
    "one behind the other": (
        [("main.tex", "Three.", "Drei."), ("main.tex", "One.\n", ""),
         ("main.tex", "Two.", "Zwei.")],
        "main.tex", "Zwei.\nDrei.\n",
    ),
    "what one puts is no place for another": (
        [("main.tex", "One.", "Two of them."), ("main.tex", "Two.", "Zwei.")],
        "main.tex", "Two of them.\nZwei.\nThree.\n",
    ),
    "backslashes are no groups": ([("main.tex", "Two.", r"\1 \g<0>")], "main.tex",
                                  "One.\n\\1 \\g<0>\nThree.\n"),
    "letters beyond ASCII": ([("unicode.tex", "Für", "Fuer")], "unicode.tex",
                             "Fuer $x > 0$ gilt’s.\n"),
}  # fmt: skip
NINE = [("main.tex", "One.", "Eins."), ("main.tex", "Two.", "Zwei.")] + [
    ("unicode.tex", word, f"{word}!") for word in ("Für", "$x", "> 0", "gilt")
] + [("windows.tex", word, "x") for word in ("One.", "Two.", "Three.")]  # fmt: skip
REFUSED: dict[str, tuple[list[Edit], str]] = {
    "nothing": ([], "nothing is proposed"),
    "words that are not there": ([("main.tex", "Four.", "x")], "edit 1: .* stands 0 times"),
    "words that are there twice": ([("main.tex", ".", "x")], "stands 3 times in main.tex"),
    "no words": ([("main.tex", "", "x")], "stands 0 times"),
    "no words of an empty file": ([("empty.tex", "", "x")], "stands 0 times"),
    "white space": ([("main.tex", "\n", "\n\n")], "stands 0 times"),
    "nothing is changed": ([("main.tex", "Two.", "Two.")], "changes nothing"),
    "only line ends": ([("windows.tex", "One.\r\nTwo", "One.\nTwo")], "changes nothing"),
    "elsewhere": ([("../main.tex", "One.", "x")], "no file that a change may touch"),
    "an absolute path": ([("/etc/passwd", "root", "x")], "no file that a change may touch"),
    "another name of a file": ([("./main.tex", "One.", "x")], "no file that a change may touch"),
    "two in one place": (
        [("main.tex", "One.\nTwo.", "x"), ("main.tex", "Two.", "y")], "edits of main.tex overlap"
    ),
    "lines with a comment between them": (
        [("main.tex", "One.\nThree.", "x")], "not once; comments between its lines are part"
    ),
    "another text that looks the same": ([("unicode.tex", "gilt's", "x")], "stands 0 times"),
    "nine that fit and one that does not": (
        [*NINE, ("main.tex", "Four.", "x")], "edit 10: its old text stands 0 times"
    ),
}  # fmt: skip


def proposed(edits: list[Edit]) -> list[ProposedEdit]:
    return [ProposedEdit(file=file, old=old, new=new) for file, old, new in edits]


@pytest.mark.parametrize("name", MADE)
def test_what_fits_is_made(name: str) -> None:
    edits, file, expected = MADE[name]
    found = edited(FILES, proposed(edits))
    assert found[file] == expected
    assert {n: t for n, t in found.items() if n != file} == {
        n: t for n, t in FILES.items() if n != file
    }


@pytest.mark.parametrize("name", REFUSED)
def test_what_does_not_fit_says_why(name: str) -> None:
    edits, why = REFUSED[name]
    with pytest.raises(InputError, match=why):
        edited(FILES, proposed(edits))


def test_without_the_one_that_does_not_fit_the_others_do() -> None:
    assert len(NINE) == 9 and edited(FILES, proposed(NINE)) != FILES
