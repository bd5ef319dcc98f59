"""Domains of vectors and matrices: boxes, the simplex, the sphere, and PSD matrices.

Sizes are fixed: for a size that varies, make one claim for each size, or mask what is not used.
"""

from __future__ import annotations

import itertools
import math
from typing import Any

from ..records.errors import InputError
from .domains import Domain, interval, real

_MOST_CORNERS = 64
#: How far a matrix of floats is moved to the middle of its domain to lie inside: rounding moves
#: its eigenvalues by about 2^-50 of the largest.
_INWARDS = 2.0**-40


def vector(size: int, low: float, high: float, *, log: bool = False) -> Domain:
    """Vectors of `size` entries, each in [low, high]; values have shape (n, size).

    Raises:
        InputError: as for `real`, an infinite end, or no entries.
    """
    _require_size(size)
    if not (math.isfinite(low) and math.isfinite(high)):
        raise InputError("the entries of a vector need finite ends")
    entry = real(low, high, log=log)
    values = interval(low, high, left=False, right=False, log=log)
    return Domain("vector", f"{entry.told}^{size}", size, values, _cube(size), _steps(size))


def simplex(size: int) -> Domain:
    """Probability vectors with `size` entries; random ones are uniform; shape (n, size).

    Raises:
        InputError: no entries.
    """
    import numpy as np

    _require_size(size)

    def values(u: Any) -> Any:
        # Exponential variables over their sum are uniform: L. Devroye, Non-Uniform Random Variate
        # Generation, Springer 1986, Chapter V.2.
        spread = -np.log1p(-np.minimum(u, 1 - 2.0**-53))
        total = spread.sum(axis=1, keepdims=True)
        return np.where(total > 0, spread, 1.0) / np.where(total > 0, total, float(size))

    told = f"simplex in R^{size}"
    return Domain("simplex", told, size, values, _cube(size), _steps(size), lambda w: w / w.sum())


def sphere(size: int) -> Domain:
    """Unit vectors with `size` entries; random ones are uniform; shape (n, size).

    Raises:
        InputError: no entries.
    """
    import numpy as np

    _require_size(size)

    def values(u: Any) -> Any:
        found = _normals(u)
        norm = np.linalg.norm(found, axis=1, keepdims=True)
        first = np.eye(1, size)
        return np.where(norm > 0, found, first) / np.where(norm > 0, norm, 1.0)

    axes = np.concatenate([np.eye(size) / 2 + 0.5, 0.5 - np.eye(size) / 2])
    corners = np.concatenate([axes, _cube(size)])
    told = f"unit sphere in R^{size}"
    return Domain(
        "sphere", told, size, values, corners, _steps(size), lambda s: s / (s * s).sum() ** 0.5
    )


def psd(size: int, low: float = 0.0, high: float = 1.0, *, log: bool = False) -> Domain:
    """Symmetric matrices with eigenvalues in [low, high]; values have shape (n, size, size).

    Eigenvectors of random ones are uniform: the orthogonal factor of a Gaussian matrix with the
    signs of its diagonal, F. Mezzadri, Notices AMS 54 (2007) 592-604. An eigenvalue meant to be
    0 may miss it by rounding.

    Raises:
        InputError: as for `vector`, or `low` is negative.
    """
    import numpy as np

    _require_size(size)
    if low < 0 or not math.isfinite(high):
        raise InputError(f"eigenvalues from {low} to {high} are not those of a PSD matrix")
    eigenvalues = interval(low, high, left=False, right=False, log=log)

    def values(u: Any) -> Any:
        basis, triangle = np.linalg.qr(_normals(u[:, size:]).reshape(len(u), size, size))
        signs = np.where(np.einsum("nii->ni", triangle) < 0, -1.0, 1.0)
        basis = basis * signs[:, None, :]
        found = np.einsum("nij,nj,nkj->nik", basis, eigenvalues(u[:, :size]), basis)
        return (found + found.transpose(0, 2, 1)) / 2

    straight = np.where(np.eye(size) == 1, 0.9, 0.5).ravel()  # the identity as the basis
    corners = _cube(size)
    beside = np.broadcast_to(straight, (len(corners), size * size))
    steps = _steps(size)
    inside = np.concatenate([steps, np.broadcast_to(straight, (len(steps), size * size))], axis=1)
    told = f"{size}×{size} matrices with eigenvalues in [{low:g}, {high:g}]"
    middle = (low + high) / 2 * np.eye(size)

    def exact(matrix: Any) -> Any:
        """A little towards the middle, further than rounding moved its eigenvalues."""
        return matrix + _INWARDS * (middle - matrix)

    corners = np.concatenate([corners, beside], axis=1)
    return Domain("psd", told, size + size**2, values, corners, inside, exact)


def _normals(u: Any) -> Any:
    import numpy as np
    from scipy.special import ndtri

    return ndtri(np.clip(u, 1e-300, 1 - 2.0**-53))


def _cube(size: int) -> Any:
    """Corners of the cube: all where they are few, else those with one or two entries apart."""
    import numpy as np

    if 2**size <= _MOST_CORNERS:
        return np.array(list(itertools.product((0.0, 1.0), repeat=size)))
    one = np.eye(size)[:_MOST_CORNERS]
    return np.concatenate([np.zeros((1, size)), np.ones((1, size)), one, 1 - one])


def _steps(size: int) -> Any:
    import numpy as np

    halves = np.full((2, size), 0.5)
    halves[1, : size // 2] = 0.9
    return halves


def _require_size(size: int) -> None:
    if not isinstance(size, int) or size < 1:
        raise InputError(f"a vector of {size} entries")
