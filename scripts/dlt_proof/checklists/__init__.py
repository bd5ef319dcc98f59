"""Checklists: what is asked of every statement and proof before gate C holds, and who answers.

Code answers what it can decide, each time from the text; the rest is one line by whoever reviews,
bound to the text it speaks of. Not here: gates, and the review's rounds.
"""

from .answers import ItemState
from .checking import checklist_findings
from .form import checklist_form
from .items import ITEMS, Item
from .recording import read_filed, record_answers
from .rendering import as_json, render_checklists, write_checklists
from .store import ANSWER_KIND, Checklists, load_checklists

__all__ = [
    "ANSWER_KIND",
    "ITEMS",
    "Checklists",
    "Item",
    "ItemState",
    "as_json",
    "checklist_findings",
    "checklist_form",
    "load_checklists",
    "read_filed",
    "record_answers",
    "render_checklists",
    "write_checklists",
]
