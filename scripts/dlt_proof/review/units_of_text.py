"""The reading units of a text: which one a place belongs to, and whether it was changed."""

from ..graph.plan_file import Plan
from ..latex import Document
from ..panel import Unit, paper_unit, running_text_unit, unit_at, units
from ..panel.given import Given


class TextUnits:
    """The units of one text.

    Args:
        document, plan: the paper and its plan.
    """

    def __init__(self, document: Document, plan: Plan) -> None:
        self._statements = units(document, plan)
        self._running_text = running_text_unit(document, plan)
        self._paper = paper_unit(document)

    @property
    def prints(self) -> dict[str, str]:
        """Fingerprints of the units of statements and of the running text, by name."""
        units_of_all = (*self._statements, self._running_text)
        return {unit.name: unit.fingerprint for unit in units_of_all}

    def statement_at(self, file: str, line: int) -> str:
        """The name of the statement's unit that shows a place, "" for what belongs to none."""
        unit = unit_at(self._statements, file, line)
        return unit.name if unit is not None else ""

    def name_at(self, file: str, line: int) -> str:
        """The same, or the running text; "" for what is of neither: the paper as a whole."""
        running = (file, line) in self._running_text.own_lines
        return self.statement_at(file, line) or (self._running_text.name if running else "")

    def shows(self, name: str, quotation: str) -> bool:
        """Whether words stand in the unit of a statement, or anywhere in the paper for others."""
        unit = next((unit for unit in self._statements if unit.name == name), self._paper)
        return bool(Given(unit.text).quoted_at(quotation))

    def place_of(self, name: str, quotation: str) -> tuple[str, int] | None:
        """Where a unit's words stand now, else where the unit begins; None for the whole paper."""
        unit = self._named(name)
        found = Given(unit.text).quoted_at(quotation)
        if found:
            return found[0][0], found[0][1]
        return min(unit.own_lines, default=None) if unit is not self._paper else None

    def _named(self, name: str) -> Unit:
        found = (*self._statements, self._running_text)
        return next((unit for unit in found if unit.name == name), self._paper)
