"""Which catalogued techniques a project has digests of, under any of their names."""

from __future__ import annotations

from ...catalogue import technique_index
from ...project import Project
from ...records.errors import InputError


def digested_techniques(project: Project) -> frozenset[str]:
    """The techniques that have a digest which says something."""
    index = technique_index()
    found = set()
    for name in project.digests():
        technique = index.find(name)
        if technique is None:
            continue
        try:
            if project.read_digest(name).strip():
                found.add(technique)
        except InputError:  # not UTF-8: nobody can read it as a digest
            continue
    # A general name means the form that was digested: "by Chernoff" the multiplicative bound.
    for general, forms in index.forms.items():
        if found.intersection(forms):
            found.add(general)
    return frozenset(found)
