"""Reading `assertions.toml`: what does not read is refused with its line."""

import pytest

from dlt_proof.evals.assertions import read_assertions
from dlt_proof.project import Project
from dlt_proof.records.errors import InputError

GOOD = """schema = "dlt-proof/assertions/1"

[tolerance]
absolute = 1e-9
[[tolerance.ignore]]
file = "steps.json"
why = "another version counts otherwise"

[[assertion]]
id = "gate-d"
says = "All gates hold"
kind = "gate"
gate = "D"
final = true
[[assertion.spoil]]
file = "main.tex"
replace = '\\end{document}'
with = "[[assertion]] is no head here"

[[assertion]]
id = "words"
says = "It is long enough"
kind = "count"
of = "words"
number = { least = 10 }
[[assertion.spoil]]
file = "main.tex"
append = '''
[[assertion]]
gate = "Z"
'''
"""


def read(project: Project, text: str) -> None:
    (project.root / "assertions.toml").write_text(text, encoding="utf-8")
    read_assertions(project)


def test_a_good_file_reads(planned: Project) -> None:
    read(planned, GOOD)
    found = read_assertions(planned)
    assert [a.id for a in found.assertion] == ["gate-d", "words"]
    assert found.tolerance.relative == 1e-6
    assert found.assertion[1].spoil[0].append == '[[assertion]]\ngate = "Z"\n'


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("final = true", "finale = true", 14, "finale"),
        ('gate = "D"', 'gate = "E"', 13, "gate"),
        ('kind = "gate"', 'kind = "gait"', 9, "gait"),
        ("final = true", 'final = "true"', 14, "final"),
        ('id = "words"', 'id = "gate-d"', 1, "used twice"),
        ('id = "words"', 'id = "the words"', 21, "id"),
        ("number = { least = 10 }", "number = { }", 25, "`least`, `most` or both"),
        ("number = { least = 10 }", "number = { least = 10, most = 9 }", 25, "nothing lies"),
        ("number = { least = 10 }", 'number = { least = "10" }', 25, "number.least"),
        ('of = "words"', 'of = "words"\nkinds = ["lemma"]', 20, "`kinds` says nothing of words"),
        ("append = '''", "remove = true\nappend = '''", 26, "exactly one"),
        ("with = ", "#", 15, "`replace` and `with` go together"),
        ('why = "another', '# "another', 5, "why"),
        ("absolute = 1e-9", "absolute = -1.0", 4, "absolute"),
        ("[tolerance]", "[tolerances]", 3, "tolerances"),
        ('schema = "dlt-proof/assertions/1"', 'schema = "dlt-proof/assertions/2"', 1, "schema"),
        ("final = true", "final = tru", 14, "line 14"),
    ],
)
def test_a_fault_is_told_with_its_line(
    planned: Project, old: str, new: str, line: int, message: str
) -> None:
    assert GOOD.count(old) == 1
    with pytest.raises(InputError) as told:
        read(planned, GOOD.replace(old, new))
    assert (told.value.file, told.value.line) == ("assertions.toml", line)
    assert message in told.value.message


def test_no_file_and_no_assertion_are_refused(planned: Project) -> None:
    with pytest.raises(InputError, match="nothing is asserted"):
        read_assertions(planned)
    with pytest.raises(InputError, match="assertion"):
        read(planned, 'schema = "dlt-proof/assertions/1"\n')
