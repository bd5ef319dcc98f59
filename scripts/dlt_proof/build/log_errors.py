"""Errors in a TeX log: where one begins and ends, what it says, and which macro it is about."""

import re

from .log_lines import OpenFiles
from .log_message import LogMessage

# With `-file-line-error`; a document's name may hold blanks and parentheses.
_ERROR_AT = re.compile(
    r'^"?(?P<file>(?:\.{0,2}/)?[^\s:"][^:"]*\.[A-Za-z]\w*)"?:(?P<line>\d+): *(?P<text>.*)$'
)
_ERROR = re.compile(r"^!\s*(?P<text>.*)$")
# LuaTeX tells errors of Lua without a mark of its own; what follows them gives them away.
_LUA_ERROR = re.compile(r"^(?:\[\\\w+\]|[^\s:]+\.lua):\d+: *(?P<text>.*)$")
_AFTER_LUA_ERROR = "stack traceback:"
_CONTEXT_LINE = re.compile(r"^l\.(\d+)(?: |$)")
_EXPANSION = re.compile(r"^(\\(?:[^\W\d_]|[@_:])+|\\[^A-Za-z\s]) ?.*?->")
# TeX breaks its context right after the token it stumbled over.
_LAST_TOKEN = re.compile(r"(?:\\(?:[^\W\d_]|[@_:])+|\\[^A-Za-z])\s*$")
FILE_NOT_FOUND = re.compile(
    r"(?:File|can't find file|cannot find image file) [`']([^`'\n]+)' ?(?:not found|\.|$)"
    r"|cannot find image file ([^`'\s]+)$"
    r"|(?:reading image file|Unable to load picture or PDF file) '(.+?)'"
)
_FONT_NOT_FOUND = re.compile(
    r"Font (?P<font>\S+) at \d+ not found"
    r"|=(?P<metric>\"[^\"]+\"|\S+) (?:at|scaled) .* not loadable: Metric \(TFM\)"
    r"|The font [\"`'](?P<named>[^\"']+)[\"'] cannot be found"
    r"|auto expansion is only possible with scalable"
)

_LONGEST_BLOCK = 40  # lines
_LONGEST_TEXT = 2_000  # characters; a line can be made on which a search would take hours
_RUNAWAY = "Runaway argument?"
_SAID_LINE = re.compile(r"all text was ignored after line (\d+)")

#: What is said of an error that only its context gives away. In what LuaTeX prints, an error of Lua
#: has no message either: it stands in the log.
UNEXPLAINED = "an error here that the log does not explain"

#: How the end of a run begins that follows an error which has been told already.
AFTERMATH = ("Emergency stop", "==> Fatal error")


def error_start(lines: list[str], number: int) -> re.Match[str] | None:
    """The match of a line that begins an error: `text`, and in one form `file` and `line`."""
    line = lines[number]
    lua = _LUA_ERROR.match(line)
    if lua:
        following = lines[number + 1 : number + 2]
        return lua if following == [_AFTER_LUA_ERROR] else None
    return _ERROR_AT.match(line) or _ERROR.match(line)


def error_block(lines: list[str], start: int) -> list[str]:
    """The lines of an error: its message, TeX's context, the help, up to an empty line."""
    last = min(start + _LONGEST_BLOCK, len(lines))
    for end in range(start + 1, last):
        line = lines[end]
        if error_start(lines, end):
            return lines[start:end]
        if _CONTEXT_LINE.match(line):
            end += 2  # the context's second half
            while end < last and lines[end].strip():
                if error_start(lines, end):
                    break
                end += 1
            return lines[start:end]
    return lines[start : start + 1]


def unexplained_error(lines: list[str], number: int) -> LogMessage | None:
    """The error whose context begins at a line, though LuaTeX told none before it.

    A document's Lua can keep the message from the log, not the context: the text up to where TeX
    stopped, and under its end the rest. `\\show` writes a context too, below what it shows.
    """
    context = _CONTEXT_LINE.match(lines[number])
    rest = lines[number + 1] if context and number + 1 < len(lines) else ""
    indent = len(rest) - len(rest.lstrip(" "))
    if not context or 2 * indent < len(lines[number]):  # LuaTeX miscounts what it breaks off
        return None
    for line in reversed(lines[max(0, number - _LONGEST_BLOCK) : number]):
        if line.startswith("> "):
            return None
        if not line:
            break
    return LogMessage("error", UNEXPLAINED, line=int(context[1]))


def error_message(
    error: re.Match[str], block: list[str], files: OpenFiles, before: list[str]
) -> LogMessage:
    """The message of an error and its place.

    Args:
        error: the match of `error_start`.
        block: the lines of `error_block`.
        files: which files TeX was reading.
        before: the two lines before it.
    """
    text = error["text"].strip()
    context = next((m for m in map(_CONTEXT_LINE.match, block) if m), None)
    if error.re is _ERROR_AT:
        file, line = error["file"], int(error["line"])
        if file.startswith("/"):  # raised inside a package: the place is where it was called
            text, file, line = f"{text} (in {file.rsplit('/', 1)[-1]}:{line})", files.current, 0
    else:
        file, line = files.current, int(context[1]) if context else 0
        if error.re is _LUA_ERROR:
            text = f"error in Lua: {text}"
    for continuation in block[1:]:
        # "(natbib)                more of the message"; LaTeX's own go on after blanks alone.
        match = re.match(r"^(?:\([\w-]+\)\s{2,}|\s{14,})(\S.*)$", continuation)
        if not match:
            break
        text += " " + match[1]
    text = text[:_LONGEST_TEXT]
    font = _FONT_NOT_FOUND.search(text)
    if font:
        name = font["font"] or font["metric"] or font["named"] or "a scalable font"
        return LogMessage("missing-file", "font " + name.strip(':"'), file, line)
    missing = FILE_NOT_FOUND.search(text)
    if missing:
        name = next(filter(None, missing.groups()))
        return LogMessage("missing-file", name, file, line)
    key = ""
    if text.startswith("Undefined control sequence") and len(block) > 1:
        token = _LAST_TOKEN.search(block[1])
        key = token[0].strip() if token else ""
    within = tuple(m[1] for m in map(_EXPANSION.match, block[1:]) if m)
    at = ""
    if len(before) == 2 and before[0] == _RUNAWAY and not context:
        at = before[1]
    said = _SAID_LINE.search(text)
    if said and not line:
        line = int(said[1])
    return LogMessage("error", text, file, line, key=key, within=within, at=at)
