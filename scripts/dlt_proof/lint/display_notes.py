"""What may stand behind a display and belongs to no sentence: notes, floats, the box of a proof.

Not here: how the sentence itself goes on (`continuations`).
"""

from __future__ import annotations

from bisect import bisect_left

from ..latex import FileView
from ..latex.arguments import after, bracket_at, group_at
from ..latex.words import word_set
from ..patterns import pattern

#: Commands whose argument a reader does not meet in the line, behind a display.
_NOTE = pattern(
    r"\\(?:footnote(?:text|mark)?|marginpar|marginnote|sidenote|todo|afterpage|index|label|thanks"
    r"|hspace\*?|color|textcolor|vspace\*?|phantomsection|hypertarget|addtocounter|setcounter)"
    r"(?![a-zA-Z@])"
)
_FLOATS = word_set(
    "figure figure* table table* wrapfigure wraptable algorithm algorithm* algorithm2e SCfigure "
    "sidewaysfigure sidewaystable marginfigure comment floatingfigure lstlisting"
)
_BOX = (
    r"\\(?:square|Box|blacksquare|qedsymbol|openbox|Diamond|lozenge|blacklozenge|Halmos|halmos|qed"
    r"|QED|bigstar|rule|vrule)(?![a-zA-Z@])"
)
_BOX_BY_HAND = pattern(
    rf"(?:\$|\\\(|\\(?:ensuremath|mbox|hbox|rlap|llap|text|fbox|framebox|hfill|hspace)(?![a-zA-Z@])|[{{~\s])*+"
    rf"(?:{_BOX}(?=\s*(?:[${{}}\\]|\n|\Z))|∎|■|□|Q\.?\s?E\.?\s?D\b)"
)
_IS_BOX = pattern(_BOX)
_CONTROL_WORD = pattern(r"\\([a-zA-Z@]+)")
_BEGIN = pattern(r"\\begin\s*\{([^{}]*)\}")


def behind_note(view: FileView, position: int) -> int:
    """The end of a note or of a float that begins at an offset; the offset itself where none."""
    text = view.masked
    if note := _NOTE.match(text, position):
        position = note.end()
        while option := bracket_at(text, position):
            position = after(text, option)
        while text.startswith("{", position) and (group := group_at(text, position)):
            position = after(text, group)
        return position
    if (edge := _BEGIN.match(text, position)) and edge[1] in _FLOATS:
        index = bisect_left(view.environments, position, key=lambda e: e.span.start)
        if index < len(view.environments) and view.environments[index].span.start == position:
            return view.environments[index].span.end
    return position


def is_box(view: FileView, position: int) -> bool:
    """Whether the box that ends a proof stands at an offset, set by hand or by an own macro."""
    if _BOX_BY_HAND.match(view.masked, position):
        return True
    command = _CONTROL_WORD.match(view.masked, position)
    macro = view.macros.get(command[1]) if command else None
    return macro is not None and not macro.arguments and bool(_IS_BOX.search(macro.body))
