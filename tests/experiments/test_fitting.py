"""Training to the end: the same seed gives the same numbers, and an end is told from a stop."""

from __future__ import annotations

import itertools

import keras
import numpy as np
import pytest

from cnn_docs import data
from cnn_docs.experiments import fitting, readers, samples
from cnn_docs.experiments.experiment import Fit
from cnn_docs.experiments.samples import Part, Sample
from cnn_docs.experiments.searching import search


def _trained(seed: int, *, rate: float = 0.01, longest: int = fitting.LONGEST) -> Fit:
    fitting.fresh(seed)
    layers = keras.layers
    model = keras.Sequential(
        [keras.Input((8, 8, 1)), layers.Flatten(), layers.Dropout(0.2), layers.Dense(10)]
    )
    sample = samples.digits(seed)
    fit = fitting.fit(model, sample, {"rate": rate}, seed=seed, quick=False, longest=longest)
    assert fit.held_out_loss == min(fit.curve)
    assert fit.held_out_error == 100 * fitting.misread(model, sample.held_out).mean()
    return fit


def test_the_same_seed_gives_the_same_numbers() -> None:
    assert _trained(0) == _trained(0)
    assert _trained(0) != _trained(1)


def test_it_ends_when_nothing_is_gained_and_not_before() -> None:
    whole = _trained(0)
    assert whole.converged
    assert whole.held_out_error < 15
    # What came after the best look gained nothing, with a smaller step neither.
    assert len(whole.curve) - 1 - int(np.argmin(whole.curve)) >= fitting.PATIENCE
    cut = _trained(0, longest=whole.looks // 10)
    assert not cut.converged
    assert cut.held_out_loss > whole.held_out_loss


def test_a_rate_that_bursts_ends_without_numbers_that_are_none() -> None:
    fit = _trained(0, rate=1e6)
    assert np.isfinite(fit.held_out_loss)


def test_each_image_is_shown_once_before_one_is_shown_again() -> None:
    order = fitting._order(5, 4, seed=0)
    shown = np.bincount(np.concatenate(list(itertools.islice(order, 5))))
    assert shown.tolist() == [4] * 5


def test_the_steps_to_a_goal_are_counted_or_given_up() -> None:
    fitting.fresh(0)
    sample = samples.digits(0)
    model = keras.Sequential(
        [keras.Input((8, 8, 1)), keras.layers.Flatten(), keras.layers.Dense(10)]
    )
    start = model.get_weights()

    def steps(rate: float, enough: float) -> float:
        model.set_weights(start)
        return fitting.steps_until(
            model,
            sample,
            optimizer=keras.optimizers.SGD(rate),
            enough=enough,
            seed=0,
            quick=False,
            longest=400,
        )

    assert steps(0.3, 30.0) < steps(0.3, 20.0) < 400
    assert steps(1e-9, 20.0) == 400


def test_a_reader_is_solved_to_its_end_with_the_penalty_that_serves_held_out_images() -> None:
    rng = np.random.default_rng(0)
    labels = np.arange(300) % 3
    pictures = rng.normal(size=(300, 20)).astype(np.float32)
    pictures[np.arange(300), labels] += 3
    parts = [Part(pictures[at], labels[at]) for at in np.split(np.arange(300), [100, 200])]
    reading = readers.read(Sample(*parts), quick=False)
    assert reading.fit.converged
    assert reading.wrong.mean() < 0.1
    assert not readers.read(Sample(*parts), quick=False, longest=1).fit.converged


def test_a_search_ends_between_two_that_are_worse() -> None:
    tried = []

    def score(at: dict[str, float]) -> float:
        tried.append(at["rate"])
        return float("nan") if at["rate"] > 3 else abs(at["rate"] - 2)

    best, *others = search({"rate": (0, 1, 2, 3, 4, 5, 6)}, score)
    assert best.settings == {"rate": 2}
    assert sorted(tried) == [1, 2, 3, 4]  # each once, and none further away
    assert others[-1].score == float("inf")


def test_tests_and_choices_share_no_image() -> None:
    blocks = [samples.digits(seed) for seed in range(samples.BLOCKS)]
    tested = np.concatenate([one.test.images for one in blocks])
    assert len(tested) == 1797 - samples.HELD_OUT_DIGITS
    for one in blocks:
        assert np.array_equal(one.held_out.images, blocks[0].held_out.images)
        parts = [{image.tobytes() for image in part.images} for part in one]
        # The file has a few images twice.
        assert all(len(a & b) <= 1 for a, b in itertools.combinations(parts, 2))


@pytest.mark.skipif(data.mnist_path() is None, reason="MNIST is not at hand: set CNN_DOCS_MNIST")
def test_mnist_is_learned_from_anew_by_each_seed_and_tested_on_the_same_images() -> None:
    one, again, other = (samples.mnist(seed, 100, 14) for seed in (0, 0, 1))
    assert np.array_equal(one.learn.images, again.learn.images)
    assert not np.array_equal(one.learn.images, other.learn.images)
    assert np.bincount(one.learn.labels).min() >= 8
    assert np.array_equal(one.test.images, other.test.images)
    assert one.test.images.shape == (10_000, 14, 14, 1)
