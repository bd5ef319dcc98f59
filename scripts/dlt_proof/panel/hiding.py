"""What a question is in truth, in the records and yet not to be read there.

A planted question's record tells what was planted and where; it is enciphered under the user's key,
and as long as that of any other. This stops whoever looks a canary up, not an attacker with the
same account. Not here: what is asked (`batches`).
"""

import base64
import json
import zlib
from collections.abc import Mapping
from typing import Any

from ..project import Project
from ..records.errors import InputError

#: Bytes of a record of truth, or a multiple of that.
_LENGTH = 1024
_LARGEST = 1_000_000


def hide(project: Project, question: str, truth: Mapping[str, Any]) -> str:
    """The truth of a question in base 64, which only the user's key can read.

    Args:
        project: the project, whose state knows the key.
        question: its identifier, which has to be new.
        truth: what JSON can hold.
    """
    short = zlib.compress(json.dumps(dict(truth), sort_keys=True).encode("ascii"), 9)
    padded = short.ljust(-(-len(short) // _LENGTH) * _LENGTH, b"\0")
    return base64.b64encode(_combined(project, question, padded)).decode("ascii")


def reveal(project: Project, question: str, hidden: str) -> dict[str, Any]:
    """What `hide` hid.

    Raises:
        InputError: the key does not tell it: the record is not what this program wrote.
    """
    try:
        data = _combined(project, question, base64.b64decode(hidden, validate=True))
        # The stream tells its own end; what follows only makes it as long as others.
        found = json.loads(zlib.decompressobj().decompress(data, _LARGEST))
    except (ValueError, RecursionError, zlib.error):
        found = None
    if not isinstance(found, dict):
        raise InputError(f"{question} is a question of unknown kind")
    return found


def _combined(project: Project, question: str, data: bytes) -> bytes:
    """The data with a stream of digits that depend on the key and the question's name alone."""
    stream = b""
    block = 0
    while len(stream) < len(data):
        stream += bytes.fromhex(project.state.keyed(f"truth of {question}, block {block}"))
        block += 1
    return bytes(a ^ b for a, b in zip(data, stream, strict=False))
