"""Domains and parameters: what is drawn lies inside, and the boundary has every corner."""

import itertools
import math
import pickle

import numpy as np
import pytest

from dlt_proof import checks
from dlt_proof.checks.domains import NEXT_TO_END, REACH
from dlt_proof.records.errors import InputError


def drawn(domain, count=4000, seed=0, **constraints):
    parameters = checks.Parameters({"x": domain}, constraints)
    return parameters.values(parameters.random(np.random.default_rng(seed), count)).x


def boundary(domain):
    parameters = checks.Parameters({"x": domain})
    return parameters.values(parameters.boundary(np.random.default_rng(0))).x


@pytest.mark.parametrize("open", ["", "left", "right", "both"])
@pytest.mark.parametrize("log", [False, True])
def test_an_interval_has_its_closed_ends_and_values_next_to_its_open_ones(open, log):
    domain = checks.real(0.5, 2.0, open=open, log=log)
    inside, edge = drawn(domain), boundary(domain)
    assert inside.min() >= 0.5 and inside.max() <= 2.0
    assert (edge.min() == 0.5) == (open not in ("left", "both"))
    assert (edge.max() == 2.0) == (open not in ("right", "both"))
    assert edge.min() < 0.5 + 1e-9 and edge.max() > 2.0 - 1e-9
    for nearness in NEXT_TO_END:
        assert np.any(np.abs(edge - 0.5) <= 10 * nearness)


def test_a_logarithmic_interval_is_drawn_by_orders_of_magnitude():
    found = drawn(checks.real(1e-6, 1e6, log=True))
    assert 0.45 < np.mean(found < 1) < 0.55


@pytest.mark.parametrize(
    ("low", "high"), [(0, math.inf), (-math.inf, 3), (-math.inf, math.inf), (2.5, math.inf)]
)
def test_an_infinite_end_is_tried_far_and_near(low, high):
    domain = checks.real(low, high)
    found, edge = drawn(domain), boundary(domain)
    assert np.isfinite(found).all() and found.min() >= low and found.max() <= high
    assert np.abs(edge).max() >= REACH * 0.99
    finite = [end for end in (low, high) if math.isfinite(end)]
    assert all(end in edge for end in finite) and "tried up to 1e+06" in domain.told


@pytest.mark.parametrize("log", [False, True])
def test_integers_are_all_drawn_and_their_ends_are_on_the_boundary(log):
    domain = checks.integer(1, 7, log=log)
    found = drawn(domain)
    assert found.dtype == np.int64 and set(found) == set(range(1, 8))
    assert {1, 2, 6, 7} <= set(boundary(domain))
    assert set(boundary(checks.integer(3, 3))) == {3}


def test_a_choice_is_on_the_boundary_whole():
    assert set(boundary(checks.choice("relu", "tanh"))) == {"relu", "tanh"}
    assert set(boundary(checks.choice(1, 10, 100))) == {1, 10, 100}


def test_vectors_reach_every_corner_of_their_box():
    edge = boundary(checks.vector(3, -1.0, 2.0))
    corners = {tuple(row) for row in edge}
    assert set(itertools.product((-1.0, 2.0), repeat=3)) <= corners


def test_the_simplex_is_uniform_and_has_its_vertices():
    found, edge = drawn(checks.simplex(3), 20_000), boundary(checks.simplex(3))
    assert found.min() >= 0 and np.allclose(found.sum(axis=1), 1)
    # A uniform point of the triangle has Pr[x_1 > 1/2] = 1/4.
    assert abs(np.mean(found[:, 0] > 0.5) - 0.25) < 0.02
    assert {tuple(row) for row in np.eye(3)} <= {tuple(row) for row in edge}


def test_unit_vectors_are_uniform_and_have_the_axes():
    found, edge = drawn(checks.sphere(3), 20_000), boundary(checks.sphere(3))
    assert np.allclose(np.linalg.norm(found, axis=1), 1)
    # Archimedes: a coordinate of a uniform point of the sphere in R^3 is uniform on [-1, 1].
    assert abs(np.mean(np.abs(found[:, 0]) < 0.5) - 0.5) < 0.02
    rows = {tuple(np.round(row, 12) + 0.0) for row in edge}
    assert {(1.0, 0.0, 0.0), (0.0, -1.0, 0.0)} <= rows


def test_matrices_have_their_eigenvalues_in_the_interval():
    found = drawn(checks.psd(3, 0.5, 2.0))
    values = np.linalg.eigvalsh(found)
    assert np.array_equal(found, found.transpose(0, 2, 1))
    assert values.min() >= 0.5 - 1e-12 and values.max() <= 2 + 1e-12
    corners = np.linalg.eigvalsh(boundary(checks.psd(2, 0.0, 1.0)))
    assert any(np.allclose(row, (0, 1)) for row in corners)


def test_constraints_hold_at_every_instance():
    parameters = checks.Parameters(
        {"p": checks.real(0, 1), "T": checks.integer(1, 100)},
        {"enough": lambda v: v.p * v.T - 1, "not all": lambda v: v.p < 0.9},
    )
    rng = np.random.default_rng(0)
    for cube in (parameters.random(rng, 500), parameters.boundary(rng)):
        values = parameters.values(cube)
        assert len(cube) and (values.p * values.T >= 1).all() and (values.p < 0.9).all()


def test_a_boundary_too_large_is_sampled_by_the_seed():
    parameters = checks.Parameters({f"x{i}": checks.real(0, 1) for i in range(6)})
    first, again, other = (parameters.boundary(np.random.default_rng(s)) for s in (1, 1, 2))
    assert len(first) <= 2 * 4096 and np.array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize(
    "make",
    [
        lambda: checks.real(1, 1),
        lambda: checks.real(math.nan, 1),
        lambda: checks.real(0, 1, open="middle"),
        lambda: checks.real(0, 1, log=True),
        lambda: checks.real(1, math.inf, log=True),
        lambda: checks.integer(3, 2),
        lambda: checks.integer(0, 10, log=True),
        lambda: checks.integer(0, 2**60),
        lambda: checks.integer(0.5, 2),
        lambda: checks.choice(),
        lambda: checks.vector(0, 0, 1),
        lambda: checks.vector(2, 0, math.inf),
        lambda: checks.psd(2, -1.0, 1.0),
        lambda: checks.Parameters({}),
        lambda: drawn(checks.real(0, 1), never=lambda v: v.x - 2),
        lambda: drawn(checks.real(0, 1), shape=lambda v: np.zeros(3)),
    ],
)
def test_an_empty_domain_is_refused(make):
    with pytest.raises(InputError):
        make()


def test_values_are_had_by_name_and_travel():
    values = checks.Values({"p": 1.0, "V*": 2.0})
    assert (values.p, values["V*"], list(values), len(values)) == (1.0, 2.0, ["p", "V*"], 2)
    assert dict(pickle.loads(pickle.dumps(values))) == dict(values)
    with pytest.raises(AttributeError, match="no parameter 'q'"):
        _ = values.q
