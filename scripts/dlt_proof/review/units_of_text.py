"""The reading units of a text: which one a place belongs to, and whether it was changed."""

from ..graph.plan_file import Plan
from ..latex import Document
from ..panel import Unit, paper_unit, unit_at, units
from ..panel.given import Given


class TextUnits:
    """The units of one text.

    Args:
        document, plan: the paper and its plan.
    """

    def __init__(self, document: Document, plan: Plan) -> None:
        self._statements = units(document, plan)
        self._paper = paper_unit(document)

    @property
    def prints(self) -> dict[str, str]:
        """Fingerprints of the statements' units, by name."""
        return {unit.name: unit.fingerprint for unit in self._statements}

    def name_at(self, file: str, line: int) -> str:
        """The name of the unit of a place, "" for what belongs to no statement."""
        unit = unit_at(self._statements, file, line)
        return unit.name if unit is not None else ""

    def shows(self, name: str, quotation: str) -> bool:
        """Whether words stand in a unit, or anywhere in the paper where it has no name."""
        return bool(Given(self._named(name).text).quoted_at(quotation))

    def place_of(self, name: str, quotation: str) -> tuple[str, int] | None:
        """Where a unit's words stand now, else where the unit begins; None for the whole paper."""
        unit = self._named(name)
        found = Given(unit.text).quoted_at(quotation)
        if found:
            return found[0][0], found[0][1]
        return min(unit.own_lines, default=None) if unit is not self._paper else None

    def _named(self, name: str) -> Unit:
        return next((unit for unit in self._statements if unit.name == name), self._paper)
