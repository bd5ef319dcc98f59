"""Words of a statement that say a property: to change one is to say something else."""

_WORDS = """
    absolute absolutely affine analytic antisymmetric bijective bounded centered centred closed
    compact complete concave conditional conditionally connected constant continuous continuously
    contractive convergent convex countable decreasing definite deterministic diagonal
    differentiable discrete distinct either even exactly finite full gaussian holder homogeneous
    identical identically increasing independent independently infinite injective integrable
    integer integers invariant invertible isotropic isometric jointly least linear lipschitz local
    locally martingale maximal measurable minimal monotone most negative nonempty nonnegative
    nonpositive nonzero normal normalised normalized nonincreasing nondecreasing odd one only open
    or and orthogonal orthonormal pairwise periodic pointwise positive predictable prime proper
    random rational real reals regular relative semidefinite separable signed smooth sparse square
    stationary strictly strong strongly subexponential subgaussian sub-gaussian surjective symmetric
    tight two twice uniform uniformly unique unit weak weakly zero
"""

PROPERTY_WORDS = frozenset(_WORDS.split())
