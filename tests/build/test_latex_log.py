"""Reading logs, on small literal ones: no TeX needed."""

import pytest

from dlt_proof.build.bibliography_log import parse_bibliography_log
from dlt_proof.build.latex_log import parse_latex_log
from dlt_proof.build.packages import where_to_get
from dlt_proof.build.sources import Place, find_keys, labels_of

END = "Output written on .output/main.pdf (3 pages, 31690 bytes).\n"


def only(text: str):
    messages = parse_latex_log(text).messages
    assert len(messages) == 1, messages
    return messages[0]


def test_undefined_macro_is_named_with_its_line():
    message = only(
        "(./main.tex (./sections/a.tex\n"
        "./sections/a.tex:5: Undefined control sequence.\n"
        "l.5 before \\foo\n"
        "                after ( unbalanced\n"
        "The control sequence at the end of the top line\n\n))\n" + END
    )
    assert (message.kind, message.file, message.line) == ("error", "./sections/a.tex", 5)
    assert message.key == "\\foo"


def test_undefined_macro_inside_another_macro():
    message = only(
        "(./main.tex\n./main.tex:7: Undefined control sequence.\n"
        "\\outer ->\\inner \n               x\nl.7 \\outer\n          \n\n)\n"
    )
    assert message.key == "\\inner"


def test_error_inside_a_package_is_placed_where_the_project_called_it():
    message = only(
        "(./main.tex (/usr/share/tex/foo.sty\n"
        "/usr/share/tex/foo.sty:12: Package foo Error: Bad option.\n\nl.12 x\n\n\n))\n"
    )
    assert (message.file, message.line) == ("./main.tex", 0)
    assert "foo.sty:12" in message.text


def test_emergency_stop_after_an_error_is_not_told_twice():
    message = only(
        "(./main.tex\n! LaTeX Error: File `gone.tex' not found.\n\nType X to quit\n\n"
        "./main.tex:5: Emergency stop.\n<read *> \n\nl.5 \\input{gone}\n                 ^^M\n\n"
        "./main.tex:5:  ==> Fatal error occurred, no output PDF file produced!\n"
    )
    assert (message.kind, message.text) == ("missing-file", "gone.tex")


def test_emergency_stop_alone_is_told():
    assert only("! Emergency stop.\n<*> main.tex\n\n").text == "Emergency stop."


@pytest.mark.parametrize(
    ("line", "kind", "key", "at"),
    [
        (
            "LaTeX Warning: Reference `a b' on page 1 undefined on input line 6.",
            "reference",
            "a b",
            6,
        ),
        (
            "LaTeX Warning: Hyper reference `x' on page 1 undefined on input line 3.",
            "reference",
            "x",
            3,
        ),
        (
            "Package zref Warning: Reference `z' on page 1 undefined on input line 3.",
            "reference",
            "z",
            3,
        ),
        ("LaTeX Warning: Citation `k' on page 2 undefined on input line 8.", "citation", "k", 8),
        ("LaTeX Warning: Citation 'k' on page 2 undefined on input line 8.", "citation", "k", 8),
        (
            "Package natbib Warning: Citation `k' on page 2 undefined on input line 8.",
            "citation",
            "k",
            8,
        ),
        ("LaTeX Warning: Citation `k' undefined on input line 8.", "citation", "k", 8),
        ("LaTeX Warning: Label `a' multiply defined.", "label", "a", 0),
    ],
)
def test_warnings(line, kind, key, at):
    message = only(f"(./main.tex\n\n{line}\n\n)\n{END}")
    assert (message.kind, message.key, message.line, message.file) == (kind, key, at, "./main.tex")


def test_cleveref_without_a_name_is_an_undefined_reference():
    message = only(
        "(./main.tex\nLaTeX Warning: cref reference format for label type `prop' undefined on"
        " input line 9.\n)\n"
    )
    assert (message.kind, message.line) == ("reference", 9)


def test_overfull_boxes_are_placed_in_the_file_being_read():
    log = parse_latex_log(
        "(./main.tex (./sections/a.tex\n"
        "Overfull \\hbox (123.4pt too wide) in paragraph at lines 12--15\n"
        "[]\\OT1/cmr/m/n/10 text (with a parenthesis\n\n"
        ")\nOverfull \\hbox (1.4pt too wide) detected at line 20\n[]\n\n)\n" + END
    )
    assert [(m.file, m.line, m.points) for m in log.messages] == [
        ("./sections/a.tex", 12, 123.4),
        ("./main.tex", 20, 1.4),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "No file sections/gone.tex.",
        "LaTeX Warning: File `sections/gone.tex' not found on input line 4.",
        "! I can't find file `sections/gone.tex'.",
        "./main.tex:4: LaTeX Error: File `sections/gone.tex' not found.",
    ],
)
def test_missing_files(line):
    message = only(f"(./main.tex\n{line}\n\n)\n")
    assert (message.kind, message.text) == ("missing-file", "sections/gone.tex")


@pytest.mark.parametrize("line", ["No file main.aux.", "No file main.bbl.", "No file main.toc."])
def test_files_of_the_first_pass_are_not_missing(line):
    assert parse_latex_log(f"(./main.tex\n{line}\n)\n").messages == ()


def test_missing_fonts():
    message = only(
        "!pdfTeX error: pdflatex (file ecrm1000): Font ecrm1000 at 600 not found\n"
        " ==> Fatal error occurred, no output PDF file produced!\n"
    )
    assert (message.kind, message.text) == ("missing-file", "font ecrm1000")
    assert "cm-super" in where_to_get(message.text)


def test_quiet_log_has_no_messages():
    log = parse_latex_log(
        "(./main.tex (/usr/share/x/amsmath.sty\nFor additional information on amsmath, use the `?'"
        " option.\n)\nLaTeX Font Info:    ... okay on input line 3.\n"
        "Overfull text that is no box\n[1]) \n" + END
    )
    assert log.messages == ()
    assert (log.pages, log.output_bytes, log.ended) == (3, 31690, True)
    assert not (log.premature_end or log.unsettled or log.summary)


@pytest.mark.parametrize("text", ["", "\x00\xff", "(./main.tex\n(", ")))\n(((", "! \n", "l.5"])
def test_a_log_that_breaks_off_has_not_ended(text):
    log = parse_latex_log(text)
    assert not log.ended
    assert log.pages is None


def test_one_page_is_singular():
    assert parse_latex_log("Output written on main.pdf (1 page, 20 bytes).\n").pages == 1


def test_no_legal_end():
    log = parse_latex_log("! Emergency stop.\n*** (job aborted, no legal \\end found)\n")
    assert log.premature_end


def test_unsettled_references():
    assert parse_latex_log(
        "LaTeX Warning: Label(s) may have changed. Rerun to get cross-references right.\n"
    ).unsettled


def test_bibtex_errors_and_missing_entries():
    messages = parse_bibliography_log(
        'Warning--I didn\'t find a database entry for "nope"\n'
        "Warning--empty journal in kk\n"
        "I was expecting a `,' or a `}'---line 3 of file refs.bib\n"
        "(There were 2 error messages)\n"
    )
    assert [m.missing_key for m in messages] == ["nope", ""]
    assert (messages[1].file, messages[1].line) == ("refs.bib", 3)


def test_biber_errors_and_missing_entries():
    messages = parse_bibliography_log(
        "[12] Biber.pm:131> WARN - I didn't find a database entry for 'nope' (section 0)\n"
        "[15] Utils.pm:410> ERROR - Cannot find 'refs.bib'!\n"
    )
    assert [m.missing_key for m in messages] == ["nope", ""]


def test_uncounted_bibtex_errors_are_not_lost():
    assert parse_bibliography_log("Something new\n(There was 1 error message)\n")


def test_a_document_without_citations_is_no_bibtex_error():
    assert not parse_bibliography_log(
        "I found no \\citation commands---while reading file main.aux\n"
        "(There was 1 error message)\n"
    )


def test_help_names_the_package():
    assert "texlive-latex-extra" in where_to_get("cleveref.sty")
    assert "biber" in where_to_get("biblatex.sty")
    assert "venue" in where_to_get("neurips_2031.sty")


def test_keys_are_found_whole_and_outside_comments():
    sources = {
        "main.tex": "\\ref{lem:a2} % \\ref{lem:a}\n50\\% \\cref{lem:a,lem:b}\n\\label{lem:a}\n"
    }
    assert find_keys(sources, "lem:a") == [Place("main.tex", 2, 12)]
    assert labels_of(sources, "lem:a") == [Place("main.tex", 3, 8)]
