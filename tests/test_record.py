"""Records are what named tuples are, for less at start-up."""

from __future__ import annotations

import copy
import pickle

import pytest

from dlt_proof.records.record import Record


class Place(Record):
    file: str
    line: int = 1
    column: int = 1

    @property
    def shown(self) -> str:
        return f"{self.file}:{self.line}"


class Marked(Place):
    """With methods only."""

    def mark(self) -> str:
        return f"> {self.shown}"


def test_fields_are_given_by_place_by_name_or_by_default() -> None:
    place = Place("a.tex", column=3)
    assert (place.file, place.line, place.column) == ("a.tex", 1, 3)
    assert place == ("a.tex", 1, 3) == Place(file="a.tex", line=1, column=3)
    assert {place: 1}[Place("a.tex", 1, 3)] == 1
    assert repr(place) == "Place(file='a.tex', line=1, column=3)"
    file, *_ = place
    assert file == "a.tex" and place.shown == "a.tex:1"


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ((), {}),
        ((), {"line": 2}),
        (("a.tex",), {"file": "b.tex"}),
        (("a.tex",), {"row": 2}),
        (("a.tex", 1, 1, 1), {}),
    ],
)
def test_wrong_fields_are_refused(values: tuple[object, ...], named: dict[str, object]) -> None:
    with pytest.raises(TypeError, match=r"Place\(file, line, column\)"):
        Place(*values, **named)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="row"):
        Place("a.tex")._replace(row=1)


def test_a_record_does_not_change() -> None:
    place = Place("a.tex")
    with pytest.raises(AttributeError):
        place.line = 2  # type: ignore[misc]
    with pytest.raises(AttributeError):
        place.other = 2  # type: ignore[attr-defined]
    assert place._replace(line=2) == Place("a.tex", 2)
    assert place.line == 1


def test_a_subclass_adds_methods_and_no_fields() -> None:
    assert Marked("a.tex", 2).mark() == "> a.tex:2"
    assert isinstance(Marked("a.tex")._replace(line=2), Marked)
    with pytest.raises(TypeError, match="cannot add fields"):

        class More(Place):
            size: int


def test_a_module_without_postponed_annotations_is_refused() -> None:
    with pytest.raises(TypeError, match="from __future__ import annotations"):
        source = "class Early(Record):\n    size: int\n"
        exec(compile(source, "early.py", "exec", dont_inherit=True), {"Record": Record}, {})


def test_records_can_be_copied_and_pickled() -> None:
    place = Place("a.tex", 2)
    for other in (copy.deepcopy(place), pickle.loads(pickle.dumps(place))):
        assert other == place and type(other) is Place


def test_records_match_by_place() -> None:
    match Place("a.tex", 7):
        case Place(file, line):
            assert (file, line) == ("a.tex", 7)
        case _:
            raise AssertionError
