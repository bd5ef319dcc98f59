"""Whole papers by an author who had not seen the reviewers: what is found in them, and what not.

What each has is its title in the cases, its first mark whether that is found. The floors are those
of the README of the cases; they are about these papers and say nothing of others.
"""

from pathlib import Path

from .cases import Case, parametrised, read_cases

PAPERS = ("blind-papers.txt", "sound-papers.txt")


@parametrised(*PAPERS)
def test_paper(case: Case, tmp_path: Path) -> None:
    case.check(tmp_path)


def test_nine_of_ten_flaws_are_found() -> None:
    flawed = [case for name in PAPERS for case in read_cases(name) if case.name.startswith("f")]
    missed = {case.name: case.marks[0].said for case in flawed if case.marks[0].word == "missed"}
    print(f"found: {len(flawed) - len(missed)} of {len(flawed)}; missed: {missed}")
    assert len(flawed) >= 30
    assert all(missed.values()), "what is missed has a reason"
    assert len(missed) <= 0.1 * len(flawed), missed


def test_one_of_ten_sound_papers_is_objected_to_at_most() -> None:
    sound = [case for name in PAPERS for case in read_cases(name) if case.name.startswith("s")]
    wrong = [case.name for case in sound if case.marks]
    print(f"objected to: {len(wrong)} of {len(sound)}: {wrong}")
    assert len(sound) >= 40
    assert len(wrong) <= 0.1 * len(sound), wrong
