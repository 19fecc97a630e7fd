"""Benjamini-Hochberg, against the paper's own example."""

from __future__ import annotations

import numpy as np

from tocsin.detection.multiplicity import q_values


def test_the_example_of_benjamini_and_hochberg_calls_four_of_fifteen():
    # Benjamini & Hochberg (1995), section 4.1
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
         0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000]  # fmt: skip

    called = q_values(np.array(p)) <= 0.05

    assert called.tolist() == [True] * 4 + [False] * 11


def test_q_values_keep_the_order_given():
    p = np.array([0.5, 0.001, 0.2])

    assert q_values(p)[[1, 2, 0]].tolist() == q_values(p[[1, 2, 0]]).tolist()
