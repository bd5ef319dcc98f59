"""Immutable records whose classes cost little to make.

Lint runs after every edit, with some eighty kinds of records. A frozen dataclass takes 1.5 ms at
start-up, a `typing.NamedTuple` 0.3 ms, because both compile source text for each class and the
latter every annotation too; one of these takes 0.02 ms.
"""

from __future__ import annotations

from collections import _tuplegetter  # type: ignore[attr-defined]
from collections.abc import Iterator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Self, dataclass_transform

    _Values = tuple[Any, ...]
else:
    _Values = tuple

    def dataclass_transform(**_):
        return lambda decorated: decorated


@dataclass_transform(frozen_default=True)
class _RecordType(type):
    """Makes the annotated names of a class the places of a tuple."""

    _fields: tuple[str, ...] = ()
    _defaults: dict[str, Any]
    _size: int

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> _RecordType:
        fields = tuple(namespace.get("__annotations__", ()))
        # Python 3.14 keeps other annotations elsewhere.
        if "__annotate_func__" in namespace or any(
            not isinstance(annotation, str)
            for annotation in namespace.get("__annotations__", {}).values()
        ):
            raise TypeError(f"{name}: its module needs `from __future__ import annotations`")
        if fields:
            if any(getattr(base, "_fields", ()) for base in bases):
                raise TypeError(f"{name}: a record's subclass cannot add fields")
            namespace["_fields"] = namespace["__match_args__"] = fields
            namespace["_size"] = len(fields)
            namespace["_defaults"] = {f: namespace.pop(f) for f in fields if f in namespace}
            namespace["__slots__"] = ()
            for place, field in enumerate(fields):
                namespace[field] = _tuplegetter(place, None)
        return super().__new__(cls, name, bases, namespace)


_new_tuple = tuple.__new__


class Record(_Values, metaclass=_RecordType):
    """Base of records: used as `typing.NamedTuple` is, with methods, defaults and `_replace`.

    A subclass names its fields by annotations; a subclass of that one adds methods only.
    """

    __slots__ = ()

    def __new__(cls, *values: Any, **named: Any) -> Self:
        if named or len(values) != cls._size:
            values = cls._complete(values, named)
        return _new_tuple(cls, values)

    @classmethod
    def _complete(cls, values: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, ...]:
        """All values in order, the missing ones from the defaults."""
        given = dict(zip(cls._fields, values, strict=False))
        unknown = [name for name in named if name not in cls._fields]
        twice = [name for name in named if name in given]
        missing = [name for name in cls._fields if name not in {*given, *named, *cls._defaults}]
        if unknown or twice or missing or len(values) > len(cls._fields):
            wrong = unknown or twice or missing or "too many values"
            raise TypeError(f"{cls.__name__}({', '.join(cls._fields)}): {wrong}")
        filled = {**cls._defaults, **given, **named}
        return tuple(filled[name] for name in cls._fields)

    def _replace(self, **changes: Any) -> Self:
        """A copy with other values in some fields."""
        return type(self)(**{**dict(self._named()), **changes})

    def __getnewargs__(self) -> tuple[Any, ...]:
        return tuple(self)

    def __repr__(self) -> str:
        named = ", ".join(f"{name}={value!r}" for name, value in self._named())
        return f"{type(self).__name__}({named})"

    def _named(self) -> Iterator[tuple[str, Any]]:
        return zip(type(self)._fields, self, strict=True)
