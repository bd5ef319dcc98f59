"""The graph of folders: several documents, loose pieces, files of others, random rubbish."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dlt_proof.graph.folder import FolderGraph, folder_graph
from dlt_proof.project import Project
from dlt_proof.records.errors import InputError

HEAD = (
    "\\documentclass{article}\\usepackage{amsthm,cleveref,thm-restate}"
    "\\newtheorem{theorem}{Theorem}\\newtheorem{lemma}[theorem]{Lemma}"
    "\\newtheorem{claim}{Claim}\\newtheorem{remark}{Remark}\n\\begin{document}\n"
)
TAIL = "\\end{document}\n"


def lay_out(folder: Path, files: dict[str, str]) -> FolderGraph:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder_graph(Project(folder))


def lemma(label: str, words: str, argument: str = "Clear.") -> str:
    return (
        f"\\begin{{lemma}}\\label{{{label}}}\n{words}\n\\end{{lemma}}\n"
        f"\\begin{{proof}}\n{argument}\n\\end{{proof}}\n"
    )


def edges(found: FolderGraph) -> list[tuple[str, str, str, str]]:
    return [(e.source, e.target, e.kind, f"{e.file}:{e.line}") for e in found.graph.edges]


def test_a_supplement_shares_the_labels_of_the_paper(tmp_path: Path) -> None:
    found = lay_out(tmp_path, {
        "main.tex": HEAD + lemma("a", "$1 < 2$.") + TAIL,
        "supplement.tex": HEAD + lemma("b", "$1 < 3$.", r"By \cref{a}.") + TAIL,
    })  # fmt: skip
    assert edges(found) == [("a", "b", "proof", "supplement.tex:7")]


def test_a_document_with_other_statements_of_the_same_labels_stays_apart(tmp_path: Path) -> None:
    found = lay_out(tmp_path, {
        "main.tex": HEAD + lemma("a", "$1 < 2$.") + lemma("b", "$1 < 3$.", r"By \cref{a}.") + TAIL,
        "other.tex": HEAD + lemma("a", "$5 < 6$.") + lemma("c", "$5 < 7$.", r"By \cref{a}.") + TAIL,
    })  # fmt: skip
    assert edges(found) == [("a", "b", "proof", "main.tex:13"),
                            ("other.tex:a", "c", "proof", "other.tex:13")]  # fmt: skip


def test_documents_that_input_one_another(tmp_path: Path) -> None:
    """Put together, their files went in a circle, and memory ran out."""
    found = lay_out(tmp_path, {
        "main.tex": HEAD + lemma("a", "$1 < 2$.") + "\\input{part}\n" + TAIL,
        "part.tex": lemma("p", "$1 < 4$.", r"By \cref{a}.") + "\\input{main}\n",
        "supplement.tex": HEAD + lemma("b", "$1 < 3$.", r"By \cref{p}.") + "\\input{part}\n" + TAIL,
    })  # fmt: skip
    assert edges(found) == [("a", "p", "proof", "part.tex:5"),
                            ("p", "b", "proof", "supplement.tex:7")]  # fmt: skip


def test_pieces_without_a_document(tmp_path: Path) -> None:
    found = lay_out(tmp_path, {"x/one.tex": lemma("a", "$1 < 2$."),
                               "y/two.tex": lemma("b", "$1 < 3$.", r"By \cref{a}.")})  # fmt: skip
    assert edges(found) == [("a", "b", "proof", "y/two.tex:5")]


def test_a_blueprint_in_folders_below(tmp_path: Path) -> None:
    found = lay_out(tmp_path, {
        "blueprint/src/web.tex": HEAD + "\\input{content}\n" + TAIL,
        "blueprint/src/print.tex": HEAD + "\\input{content}\n" + TAIL,
        "blueprint/src/content.tex": lemma("a", "$1 < 2$.") + lemma("b", "$1 < 3$.", r"\uses{a}"),
    })  # fmt: skip
    assert edges(found) == [("a", "b", "declared", "blueprint/src/content.tex:11")]


def test_a_file_input_inside_a_proof_is_read_in_its_own_words(tmp_path: Path) -> None:
    inner = "By \\cref{b} all is clear.\nCompare with \\cref{a}, whose bound is larger.\n"
    found = lay_out(tmp_path, {
        "main.tex": HEAD + lemma("a", "$1 < 2$.") + lemma("b", "$1 < 3$.")
        + lemma("c", "$1 < 4$.", "\\input{inner}") + TAIL,
        "inner.tex": inner,
    })  # fmt: skip
    assert edges(found) == [
        ("a", "c", "mention", "inner.tex:2"),
        ("b", "c", "proof", "inner.tex:1"),
    ]


def test_a_nested_claim_that_speaks_of_its_theorem_closes_no_circle(tmp_path: Path) -> None:
    claim = "\\begin{claim}\\label{c}In the setting of \\cref{t}, $2 < 3$.\\end{claim}"
    found = lay_out(tmp_path, {"main.tex": HEAD + lemma("t", "$1 < 2$.", claim) + TAIL})
    assert edges(found) == [("c", "t", "proof", "main.tex:7"), ("t", "c", "mention", "main.tex:7")]


def test_the_last_two_lemmas_are_two(tmp_path: Path) -> None:
    again = "\\begin{lemma}[Restatement of \\cref{b}]\n$1 < 3$.\n\\end{lemma}\n"
    text = lemma("a", "$1 < 2$.") + lemma("b", "$1 < 3$.") + again
    text += lemma("c", "$1 < 4$.", "By the last two lemmas, $1 < 4$.")
    found = lay_out(tmp_path, {"main.tex": HEAD + text + TAIL})
    assert [e[:3] for e in edges(found)] == [("a", "c", "proof"), ("b", "c", "proof")]


@pytest.mark.parametrize("files", [{}, {"notes.md": "x"}])
def test_a_folder_without_latex(tmp_path: Path, files: dict[str, str]) -> None:
    with pytest.raises(InputError, match="tex"):
        lay_out(tmp_path, files)


def test_a_link_that_leads_nowhere_and_one_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "gone.tex").symlink_to(tmp_path / "nowhere.tex")
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "up").symlink_to(tmp_path)
    text = HEAD + "\\input{gone}\n" + lemma("a", "$1 < 2$.") + TAIL
    found = lay_out(tmp_path, {"main.tex": text})
    assert list(found.graph.nodes) == ["a"] and [f.line for f in found.unread] == [3]


LABELS = ["a", "b", "é", "main.tex#1", "a b", "#1", "", "%", "cite:k", "x,y"]
LABEL = st.sampled_from(LABELS)
PIECES = st.one_of(
    st.builds("\\label{{{}}}".format, LABEL),
    st.builds("By \\cref{{{},\n {} % why\n}} and ".format, LABEL, LABEL),
    st.builds("\\uses{{{},\n {} % why\n,}}\n".format, LABEL, LABEL),
    st.builds("\\begin{{lemma}}[Restatement of \\cref{{{}}}]\\label{{{}}}\n".format, LABEL, LABEL),
    st.builds("\\begin{{proof}}[Proof of \\cref{{{}}}]\n".format, LABEL),
    st.sampled_from([
        "\\begin{lemma}", "\\end{lemma}\n", "\\begin{claim}\n", "\\end{claim}", "\\begin{proof}\n",
        "\\end{proof}\n", "\\begin{remark}", "\\end{remark}", "\\uses{}", "\\leanok ", "\\cite{k}",
        "\\input{part}", "\\input{main}", "\\input{supplement}", "by the last two lemmas, ",
        "\\begin{restatable}{lemma}{again}", "\\end{restatable}", "\\again*\n", "$", "{", "}",
        "\\[",
        "\\iffalse ", "\\fi ", "\n\n", "\r\n", "Lemma 1 ", "\\end{document}", "words. ", "\0",
    ]),
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=16).map("".join)


@settings(max_examples=120, deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(main=TEXTS, part=TEXTS, supplement=st.none() | TEXTS)
def test_any_text_gives_a_sound_graph(
    main: str, part: str, supplement: str | None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    files = {"main.tex": HEAD + main, "part.tex": part}
    if supplement is not None:
        files["supplement.tex"] = HEAD + supplement + TAIL
    folder = tmp_path_factory.mktemp("any")
    found = lay_out(folder, files).graph
    assert all(name == node.id and name for name, node in found.nodes.items())
    told = [(e.source, e.target, e.kind) for e in found.edges]
    assert len(told) == len(set(told))
    for edge in found.edges:
        assert edge.source in found.nodes and edge.target in found.nodes
        assert edge.source != edge.target
        assert 1 <= edge.line <= len(files[edge.file].splitlines()) + 1
    assert folder_graph(Project(folder)).graph == found
