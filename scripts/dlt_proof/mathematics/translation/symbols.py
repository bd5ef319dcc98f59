"""The value of a symbol: what the domains, the definitions or the text around it make of it."""

from typing import TYPE_CHECKING, Any

import sympy

from . import families, functions, opaque, vectors
from .lexer import Token, is_operator_name
from .names import mentions
from .records import NotUnderstoodError

if TYPE_CHECKING:
    from .reader import Reader


def symbol_value(reader: "Reader", token: Token, *, bare: bool = False) -> Any:
    """The value of a symbol that was just read, or of what it is applied to.

    Args:
        reader: who read it.
        token: it.
        bare: it is an exponent without braces, which takes nothing behind it.
    """
    name, domains = token.value, reader.domains
    if name in reader.bound:
        if reader.bound[name] is None:
            raise NotUnderstoodError(f"{name} need not be a number")
        return reader.bound[name]
    if not bare and (is_operator_name(name) or opaque.is_divergence(reader, name)):
        return opaque.operator_value(reader, token)
    product = None if bare else vectors.transposed(reader, token)
    if product is not None:
        return product
    depends = [index for index in reader.bound if mentions(name, index)]
    if depends and name not in domains.definitions and name not in domains.meanings:
        # What is said of one index need not hold of all; what is said of the family does.
        entry = families.family_entry(reader, name)
        if entry is not None:
            return entry
    if name in domains.symbols and name not in domains.meanings:
        reader.found.dependent.update(depends)
        return domains.symbols[name].symbol()
    if name in domains.definitions:
        definition = domains.definitions[name]
        if depends:
            # What is said of one index need not hold of all.
            reader.found.dependent.update(depends)
            return sympy.Symbol(name, real=True)
        inside = {s.name for s in definition.value.free_symbols}
        if any(mentions(other, index) for other in inside for index in reader.bound):
            raise NotUnderstoodError(f"{name} stands for a term with a bound index")
        reader.found.conditions += definition.conditions
        reader.found.used_definitions |= {name, *definition.used_definitions}
        reader.found.facts += definition.facts
        for symbol in definition.value.free_symbols:
            if symbol.name in definition.opaque:
                reader.found.atoms[symbol.name] = symbol
        return definition.value
    constant = functions.constant(reader, name)
    if constant is not None:
        return constant
    entry = None if name in domains.meanings else families.family_entry(reader, name)
    if entry is not None:
        return entry
    atom = None if bare else opaque.applied(reader, token)
    if atom is None:
        atom = vectors.entry(reader, name)
    if atom is None:
        raise NotUnderstoodError(f"no domain note for {name}")
    return atom
