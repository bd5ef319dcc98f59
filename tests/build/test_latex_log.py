"""Reading logs, on small literal ones: no TeX needed."""

import re
import time
from pathlib import Path

import pytest

from dlt_proof.build import packages
from dlt_proof.build.bibliography_log import files_read, parse_bibliography_log
from dlt_proof.build.hints import hint_for, hints
from dlt_proof.build.latex_log import parse_latex_log
from dlt_proof.build.macros import Macros, packages_by_macro
from dlt_proof.build.packages import packages_by_file, where_to_get
from dlt_proof.build.printed import parse_printed
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


def test_file_that_has_changed_is_not_missing():
    text = (
        "(./main.tex\nPackage rerunfilecheck Warning: File `main.out' has changed.\n"
        "(rerunfilecheck)                Rerun to get outlines right\n"
        "(rerunfilecheck)                or use package `bookmark'.\n\n)\n"
    )
    assert parse_latex_log(text + END).messages == ()


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


def wrapped(text: str) -> str:
    """A log as TeX writes it where nobody asked for long lines."""
    pieces = []
    for line in text.split("\n"):
        pieces += [line[i : i + 79] for i in range(0, len(line), 79)] or [""]
    return "\n".join(pieces)


@pytest.mark.parametrize("length", range(40, 130))
def test_lines_that_were_broken_are_put_together(length):
    key = "k" * length
    text = (
        "This is pdfTeX, Version 3\n(./main.tex (./sections/a.tex\n\n"
        f"LaTeX Warning: Reference `{key}' on page 1 undefined on input line 6.\n\n)\n"
        "! Undefined control sequence.\nl.7 \\foo\n        \n\n)\n" + END
    )
    messages = parse_latex_log(wrapped(text)).messages
    assert [(m.kind, m.key, m.line) for m in messages] == [
        ("reference", key, 6),
        ("error", "\\foo", 7),
    ]
    assert [m.file for m in messages] == ["./sections/a.tex", "./main.tex"]


def test_a_line_of_79_columns_that_was_not_broken():
    text = "(./main.tex\n" + "x" * 79 + "\n! Undefined control sequence.\nl.3 \\foo\n\n\n)\n" + END
    assert [m.key for m in parse_latex_log(text).messages] == ["\\foo"]


def test_long_lines_are_left_as_they_are():
    first = "x" * 79
    text = f"(./main.tex {'y' * 200}\n{first}\nLaTeX Warning: Label `a' multiply defined.\n)\n"
    assert [m.key for m in parse_latex_log(text + END).messages] == ["a"]


def test_only_files_that_were_read_are_opened():
    text = (
        "(./main.tex (fake.tex (also/fake.tex (./a (1).tex\n"
        "LaTeX Warning: Reference `x' on page 1 undefined on input line 3.\n)\n)\n" + END
    )
    known = frozenset({"./main.tex", "./a (1).tex"})
    assert parse_latex_log(text, known).messages[0].file == "./a (1).tex"


def test_error_in_lua():
    text = (
        "(./main.tex\n[\\directlua]:1: not so\nstack traceback:\n\t[C]: in function 'error'\n"
        "\t[\\directlua]:1: in main chunk.\nl.6 \\directlua{error('not so')}\n"
        "                             \nThe lua interpreter\n\n)\n"
    )
    message = only(text)
    assert (message.kind, message.line, message.text) == ("error", 6, "error in Lua: not so")


SILENCED = ".\nl.8 a \\undefinedmacro\n                    b\nThe control sequence\n\n"


@pytest.mark.parametrize(
    ("engine", "text", "told"),
    [
        ("LuaHBTeX", SILENCED, [8]),
        ("LuaHBTeX", "> \\foo=\\long macro:\n->a b.\n" + SILENCED[2:], []),  # \show
        ("LuaHBTeX", "> x=y.\n<recently read> }\n \n" + SILENCED[2:], []),
        ("LuaHBTeX", "l.8 is where it stands\nand no more\n", []),
        ("LuaHBTeX", "! Too long.\n" + "x\n" * 50 + SILENCED[2:], [0]),
        ("pdfTeX", "pdfTeX warning: duplicate ignored\n" + SILENCED[2:], []),
    ],
)
def test_error_of_which_lua_left_only_the_context(engine, text, told):
    log = parse_latex_log(f"This is {engine}, Version 1\n(./main.tex\n{text})\n")
    assert [m.line for m in log.messages if m.kind == "error"] == told


@pytest.mark.parametrize("line", ["main.lua:3: loaded", "see [\\directlua]:1: above"])
def test_what_is_no_error_in_lua(line):
    assert parse_latex_log(f"(./main.tex\n{line}\nmore\n)\n{END}").messages == ()


def test_argument_that_never_ends():
    message = only(
        "(./main.tex)\nRunaway argument?\n{open and open \\end {document} \n"
        "! File ended while scanning use of \\@footnotetext.\n<inserted text> \n"
        "                \\par \n<*> ./main.tex\n              \n"
    )
    assert message.at == "{open and open \\end {document} "


def test_macros_between_the_text_and_the_error():
    message = only(
        "(./main.tex\n./main.tex:7: Undefined control sequence.\n\\inner #1->\\gone \n"
        "                 x\n\\outer ->\\inner \n               {y}\nl.7 \\outer\n          \n\n)\n"
    )
    assert (message.key, message.within) == ("\\gone", ("\\inner", "\\outer"))


def test_place_where_tex_gave_up_is_that_of_the_missing_file():
    message = only(
        "(./main.tex\n! LaTeX Error: File `gone.tex' not found.\n\nType X to quit\n\n"
        "./main.tex:5: Emergency stop.\n<read *> \n\nl.5 \\input{gone}\n                 ^^M\n\n"
        "./main.tex:5:  ==> Fatal error occurred, no output PDF file produced!\n"
    )
    assert (message.file, message.line) == ("./main.tex", 5)


@pytest.mark.parametrize(
    ("end", "pages"),
    [
        (END, 3),
        ("Output written on main.xdv (3 pages, 324 bytes).\n", 3),
        (END + "PDF statistics:\n 12 PDF objects out of 1000 (max. 8388607)\n", 3),
        (END + "\nPDF statistics: 51 PDF objects\n 34 compressed objects\n\n", 3),
        (END + "and then it went on\n", None),
        (END + "! Undefined control sequence.\n", None),
        (END + "main.tex:5:  ==> Fatal error occurred, no output PDF file produced!\n", None),
        ("No pages of output.\nPDF statistics:\n 0 objects\n", None),
    ],
)
def test_only_the_end_of_a_log_tells_what_was_written(end, pages):
    assert parse_latex_log("This is pdfTeX, Version 3\n(./main.tex)\n" + end).pages == pages


@pytest.mark.parametrize(
    ("first", "engine"),
    [
        ("This is pdfTeX, Version 3.14", "pdfTeX"),
        ("This is LuaHBTeX, Version 1.15.0", "LuaHBTeX"),
        ("**", "Tectonic"),
        ("\x00\x00This is pdfTeX", ""),
        ("fine", ""),
    ],
)
def test_engine_that_wrote_a_log(first, engine):
    assert parse_latex_log(f"{first}\n(main.tex)\n{END}").engine == engine


def test_program_that_was_not_run():
    message = only("(./main.tex\nrunsystem(touch (x))...disabled.\n)\n" + END)
    assert (message.kind, message.text) == ("program", "touch (x)")


def test_character_that_is_not_printed():
    message = only("(./main.tex\nMissing character: There is no ∈ in font cmr10!\n)\n" + END)
    assert (message.kind, message.text, message.key) == ("character", "∈", "cmr10")


def test_bibtex_error_whose_place_is_on_the_next_line():
    (message,) = parse_bibliography_log(
        "I couldn't open style file venue.bst\n---line 3 of file main.aux\n"
        "(There was 1 error message)\n"
    )[:1]
    assert message.text == "I couldn't open style file venue.bst"


def test_files_that_bibtex_and_biber_read():
    assert files_read(
        "The style file: plain.bst\nDatabase file #1: refs.bib\n"
        "[312] bibtex.pm:1518> INFO - Found BibTeX data source 'more.bib'\n"
    ) == ["plain.bst", "refs.bib", "more.bib"]


def test_tables_are_small_and_know_what_papers_load():
    files, macros = packages_by_file(), packages_by_macro()
    for name, package in {
        "cleveref.sty": "texlive-latex-extra", "algorithm2e.sty": "texlive-science",
        "biblatex.sty": "texlive-bibtex-extra", "plainnat.bst": "texlive-latex-base",
        "dsfont.sty": "texlive-fonts-extra", "IEEEtran.cls": "texlive-publishers",
        "tikz-cd.sty": "texlive-pictures", "ulem.sty": "texlive-plain-generic",
    }.items():  # fmt: skip
        assert files[name] == package, name
    for name, package in {
        "mathbb": "amsfonts", "text": "amsmath", "operatorname": "amsmath", "cref": "cleveref",
        "citep": "natbib", "includegraphics": "graphicx", "mathbbm": "bbm", "mathds": "dsfont",
        "toprule": "booktabs", "url": "url", "href": "hyperref", "textcolor": "xcolor",
        "coloneqq": "mathtools", "mathscr": "mathrsfs", "bm": "bm", "Require": "algpseudocode",
        "llbracket": "stmaryrd", "DeclarePairedDelimiter": "mathtools", "todo": "todonotes",
        "uline": "ulem", "ref": "latex", "qedhere": "amsthm",
    }.items():  # fmt: skip
        assert macros.get(name) == package, name
    for table in ("debian_packages.txt", "macros_of_packages.txt"):
        assert len(Path(packages.__file__).with_name(table).read_bytes()) < 100_000


def test_what_is_said_of_an_undefined_macro():
    macros = Macros({"main.tex": "\\newcommand{\\estimator}{x} % \\newcommand{\\unused}{}\n"})
    assert "natbib defines it" in macros.hint("\\citep")
    assert "perhaps \\estimator is meant? (main.tex:1)" in macros.hint("\\estimater")
    assert "perhaps \\alpha is meant?" in macros.hint("\\alhpa")
    assert macros.hint("\\qqzzyyww").startswith("define it")
    assert macros.where_defined("\\estimator") == "\\estimator (main.tex:1)"
    assert macros.where_defined("\\other") == "\\other"
    assert "comes later" in macros.hint("\\estimator")


def test_hints_are_in_an_order_in_which_each_is_reached():
    for number, (pattern, hint) in enumerate(hints()):
        plain = re.sub(r"\\([\\{}.()$'\[\]*])", r"\1", pattern.pattern.split("|")[0])
        if re.search(r"[.*?+\[(]", pattern.pattern.split("|")[0].replace("\\.", "")):
            continue
        assert hint_for(plain) == hint, (number, plain)


def test_what_was_printed_and_stands_in_no_log():
    printed = parse_printed(
        "(./main.tex (.output/main.aux)pdflatex: sections/a.tex: Permission denied\n"
        "xdvipdfmx:warning: Could not open file: /etc/secret.tex\n"
        'xdvipdfmx:fatal: Error opening image file "/etc/secret.png".\n'
        "xdvipdfmx:fatal: Something else.\n"
    )
    assert [(p.kind, p.text) for p in printed] == [
        ("refused", "sections/a.tex"),
        ("refused", "/etc/secret.tex"),
        ("refused", "/etc/secret.png"),
        ("driver", "Something else"),
    ]
    assert parse_printed("pdflatex: Command for 'pdflatex' gave return code 1\n") == ()


def test_what_is_linked_to_or_not_defined():
    log = parse_latex_log(
        "This is pdfTeX, Version 3\n(./main.tex\n"
        "Package acronym Warning: Acronym `xyz' is not defined on input line 5.\n"
        "Package glossaries Warning: Glossary entry `rate' has not been defined on input line 6.\n"
        "LaTeX Font Warning: Font shape `OT1/x/y' undefined\n"
        "Package hyperref Warning: Option `draft' has already been used\n"
        "pdfTeX warning (dest): name{thm.gone} has been referenced but does not exist, replaced\n"
        "File: figures/a.pdf Graphic file (type pdf)\nFile: x.def 2020/01/01 Driver file\n)\n" + END
    )
    assert [(m.kind, m.key, m.line) for m in log.messages] == [
        ("term", "xyz", 5),
        ("term", "rate", 6),
        ("link", "thm.gone", 0),
    ]
    assert log.pictures == {"figures/a.pdf"}


def test_reference_without_a_name_for_its_kind():
    message = only(
        "LaTeX Warning: cref reference format for label type `foo' undefined on input line 3.\n"
    )
    assert (message.kind, message.line) == ("reference", 3)
    assert message.text == "cref reference format for label type `foo'"


BEGIN = "This is pdfTeX, Version 3\n(./main.tex\n"
HOSTILE = {
    "parentheses": lambda n: BEGIN + "(a\n" * n + END,
    "files": lambda n: BEGIN + "(./main.tex\n" * n + END,
    "references": lambda n: BEGIN + "Warning: reference `" * n + "\n" + END,
    "references that go on": lambda n: BEGIN + "Warning: reference `a' on page " * n + "\n" + END,
    "broken lines": lambda n: BEGIN + ("x" * 79 + "\n") * n + END,
    "blank lines": lambda n: BEGIN + END + "\n" * n + "x",
    "ends": lambda n: BEGIN + (END + "\n \n") * n + "x",
    "continued": lambda n: BEGIN + "Package x Warning: y\n" + "(x)    more\n" * n + END,
    "errors": lambda n: BEGIN + "! Undefined\n" * n + END,
    "a long error": lambda n: BEGIN + "! x\nl.1 x\n" + "(x)      y\n" * n + "\n" + END,
    "fonts": lambda n: BEGIN + "! " + "=a at " * n + "not loadable\n" + END,
    "missing files": lambda n: BEGIN + "! " + "reading image file 'x" * n + "\n" + END,
    "quotes": lambda n: BEGIN + '("x' * n + "\n" + END,
    "lost characters": lambda n: (
        BEGIN + "Missing character: There is no " + "(a) " * n + "\n" + END
    ),
}


def seconds(read, text: str) -> float:
    started = time.process_time()
    read(text)
    return time.process_time() - started


def grows_like_its_input(read, make, size: int) -> bool:
    """Whether four times as much takes at most eight times as long, at one of five attempts."""
    return any(
        seconds(read, make(4 * size)) <= 8 * seconds(read, make(size)) + 0.01 for _ in range(5)
    )


@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE)
def test_no_log_takes_long_to_read(make):
    def read(text: str) -> None:
        parse_latex_log.__wrapped__(text, frozenset({"./main.tex"}))

    assert grows_like_its_input(read, make, 4_000)


@pytest.mark.parametrize(
    "make",
    [
        lambda n: "didn't find a database entry for '" * n,
        lambda n: "---line 1 of file " + " " * n + "x" + " " * n + "x",
        lambda n: "-" * n + "line",
    ],
)
def test_no_log_of_a_bibliography_takes_long_to_read(make):
    assert grows_like_its_input(parse_bibliography_log, make, 4_000)


def test_growth_is_told():
    def read(text: str) -> int:
        return sum(1 for _ in text for _ in text)

    assert not grows_like_its_input(read, "y".__mul__, 1_000)


def test_a_log_is_read_once():
    text = BEGIN + "(a)\n" * 10 + END
    assert parse_latex_log(text, frozenset("a")) is parse_latex_log(text, frozenset("a"))
