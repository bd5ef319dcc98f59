"""Reading the rule cases of `tests/cases/lint` (their README tells the form)."""

from dataclasses import dataclass, field
from pathlib import Path

from dlt_proof.graph.plan_file import parse_plan
from dlt_proof.records.plan import PlanNode

PLAN_FILE = ".proof-research/dependency-graph.md"
FOLDER = Path(__file__).resolve().parents[1] / "cases" / "lint"

PREAMBLE = r"""\documentclass{article}
\newtheorem{theorem}{Theorem}
\newtheorem{lemma}{Lemma}
\newtheorem{proposition}{Proposition}
\newtheorem{corollary}{Corollary}
\newtheorem{definition}{Definition}
\newtheorem{assumption}{Assumption}
\newtheorem{remark}{Remark}
\begin{document}
"""


@dataclass
class Case:
    """A tiny project, and the places where its rule must find something."""

    path: Path
    files: dict[str, str] = field(default_factory=dict)
    expected: list[tuple[str, int]] = field(default_factory=list)
    plain: bool = False
    final: bool = False
    plan: dict[str, PlanNode] | None = None
    fixed: dict[str, str] = field(default_factory=dict)

    @property
    def rule(self) -> str:
        return self.path.parent.name

    @property
    def is_fault(self) -> bool:
        return self.path.name.startswith("fault-")

    def unpack(self, folder: Path) -> None:
        """Write the project into a folder."""
        if not self.plain:
            (folder / ".proof-research").mkdir()
        files = dict(self.files)
        if "main.tex" not in files:
            inputs = "".join(f"\\input{{{name}}}\n" for name in files if name.endswith(".tex"))
            bibs = "".join(f"\\bibliography{{{name}}}\n" for name in files if name.endswith("bib"))
            files["main.tex"] = f"{PREAMBLE}{inputs}{bibs}\\end{{document}}\n"
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


def read_case(path: Path) -> Case:
    """A case from its file; anything not understood is an error, never skipped."""
    case = Case(path)
    sections: dict[str, list[str]] = {}
    name = None
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("=== "):
            name = line.removeprefix("=== ").strip()
            assert name not in sections, f"{path}: {name} twice"
            sections[name] = []
        elif name is not None:
            sections[name].append(line)
    for name, lines in sections.items():
        if name == "expected":
            for line in filter(None, lines):
                file, _, number = line.rpartition(":")
                case.expected.append((file, int(number)))
        elif name == "plain":
            case.plain = True
        elif name == "final":
            case.final = True
        elif name == "plan":
            case.plan = {}
            for line in filter(None, lines):
                label, kind, section, managed, number = line.split()
                assert managed in ("managed", "given"), line
                node = PlanNode(
                    label=label,
                    kind=kind,
                    statement="",
                    section=section,
                    managed=managed == "managed",
                    line=int(number),
                )
                case.plan[label] = node
        elif name.startswith("fixed "):
            case.fixed[name.removeprefix("fixed ")] = "".join(f"{line}\n" for line in lines)
        else:
            case.files[name] = "".join(f"{line}\n" for line in lines)
    words = parse_plan(case.files.get(PLAN_FILE, ""), PLAN_FILE).nodes
    for label in words.keys() & (case.plan or {}).keys():
        assert case.plan is not None
        case.plan[label] = case.plan[label]._replace(statement=words[label].statement)
    assert case.files, f"{path}: no files"
    assert case.fixed.keys() <= case.files.keys(), f"{path}: a file is fixed that is not there"
    assert case.path.name.startswith(("fault-", "trap-")), path
    assert case.is_fault == bool(case.expected), f"{path}: name and expectation disagree"
    return case


def all_cases() -> list[Case]:
    """Every case, in the order of rules and names."""
    return [read_case(path) for path in sorted(FOLDER.glob("*/*.txt"))]
