"""Work across the phases: where a project stands and what comes next, adopting a paper.

`adoption` is imported by those who adopt: most commands of an adopted paper do not.
"""

from .status import Status, gate_line, status

__all__ = ["Status", "gate_line", "status"]
