"""Training: the paper's optimiser against finite differences, resumption, and what is kept."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tensorflow as tf

from cnn_docs import data
from cnn_docs.lenet5 import network
from cnn_docs.lenet5.distortions import (
    Distortions,
    apply_affine,
    apply_warp,
    draw_affine,
    draw_elastic,
)
from cnn_docs.lenet5.inputs import from_unit, prepare
from cnn_docs.lenet5.loss import discriminative_loss
from cnn_docs.training import checkpoint, lenet5, recipes, run_records, ship
from cnn_docs.training.batches import LabelTraining
from cnn_docs.training.distillation import Bank, as_inputs
from cnn_docs.training.levenberg_marquardt import (
    LevenbergMarquardtTraining,
    PatternNetwork,
    curvature,
)

SMALL: dict[str, recipes.Recipe | recipes.PaperRecipe] = {
    "adam": recipes.Recipe(passes=2, batch=50, distortions=Distortions(1.0, elastic=0.3)),
    "soap": recipes.Recipe(optimizer="soap", passes=2, batch=10),
    "distilled": recipes.Recipe(
        passes=2,
        batch=50,
        distortions=Distortions(1.0, elastic=0.3),
        teachers=recipes.Teachers("adam", seeds=(1, 2), copies=2),
    ),
    "paper": recipes.PaperRecipe(
        steps=(5e-4, 2e-4), curvature_samples=5, distortions=Distortions(1.0)
    ),
}


@pytest.fixture
def small_mnist(monkeypatch: pytest.MonkeyPatch) -> None:
    """Embedded digits in MNIST's layout, few enough for a test, and recipes to match."""
    images, labels = data.digits(28)
    grey = (images * (255 / 16)).astype(np.uint8)
    parts = (grey[:150], labels[:150]), (grey[150:200], labels[150:200])
    monkeypatch.setattr(data, "mnist", lambda: parts)
    monkeypatch.setattr(lenet5, "RECIPES", SMALL)
    monkeypatch.setattr(lenet5, "HELD_OUT", 50)


def prepared_digits() -> tuple[np.ndarray, np.ndarray]:
    """A few embedded digits as the network reads them, and their labels."""
    images, labels = data.digits(32)
    return from_unit(images[:5] / 16), labels[:5].astype(np.int32)


def lasting(record: dict) -> dict:
    """What must not depend on how long a run took or on how often it was stopped."""
    return {
        k: v for k, v in record.items() if k not in ("wall_seconds", "cpu_seconds", "load_average")
    }


def keep_teachers(folder: Path) -> list[Any]:
    """Untrained networks, kept as runs: whether teachers know anything is the same to a bank."""
    models = [network.build(seed) for seed in (1, 2)]
    for seed, model in enumerate(models, 1):
        checkpoint.save(folder / f"adam-seed{seed}.npz", model.trainable_variables, {})
        (folder / f"adam-seed{seed}.json").write_text("{}")
    return models


@pytest.mark.parametrize("recipe", SMALL)
def test_a_stopped_run_goes_on_to_the_same_result(
    recipe: str, small_mnist: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if recipe == "distilled":
        for folder in (tmp_path / "whole", tmp_path / "stopped"):
            folder.mkdir()
            keep_teachers(folder)
    whole = lenet5.train_lenet5(recipe, 7, tmp_path / "whole", progress=False)

    save = checkpoint.save
    saved: list[Path] = []

    def save_then_stop(path: Path, variables: Sequence[Any], progress: dict[str, float]) -> None:
        save(path, variables, progress)
        if not saved:
            saved.append(path)
            raise KeyboardInterrupt

    monkeypatch.setattr(checkpoint, "save", save_then_stop)
    with pytest.raises(KeyboardInterrupt):
        lenet5.train_lenet5(recipe, 7, tmp_path / "stopped", progress=False)
    resumed = lenet5.train_lenet5(recipe, 7, tmp_path / "stopped", progress=False)

    assert lasting(resumed) == lasting(whole)
    (images, labels), _ = data.mnist()
    untrained = discriminative_loss(labels, network.build(7)(prepare(images)), SMALL[recipe].j)
    if recipe != "distilled":  # whose loss is another one
        assert whole["last_loss"] < 0.9 * float(tf.reduce_mean(untrained))
    with (
        np.load(tmp_path / "whole" / f"{recipe}-seed7.npz") as one,
        np.load(tmp_path / "stopped" / f"{recipe}-seed7.npz") as other,
    ):
        assert all(np.array_equal(one[f"variable_{k}"], other[f"variable_{k}"]) for k in range(12))


def test_teachers_answer_what_the_student_will_see(small_mnist: None, tmp_path: Path) -> None:
    teachers, recipe = keep_teachers(tmp_path), SMALL["distilled"]
    images = prepare(data.mnist()[0][0])
    assert isinstance(recipe, recipes.Recipe)
    copy = Bank(tmp_path, recipe, images, "").copy(1)
    answers = np.mean([one(as_inputs(copy.greys)) for one in teachers], axis=0)
    np.testing.assert_allclose(copy.distances, answers, rtol=1e-4, atol=1e-3)
    drawn = np.abs(as_inputs(copy.greys) - images).max(axis=(1, 2, 3))
    assert drawn.min() > 0.1, "every picture is distorted"
    kept = Bank(tmp_path, recipe, images[::-1], "").copy(1)
    assert np.array_equal(kept.greys, copy.greys), "a copy is made once"


def test_a_student_comes_to_answer_as_its_teacher(
    small_mnist: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lenet5.train_lenet5("adam", 1, tmp_path, progress=False)
    taught = recipes.Recipe(
        passes=20, batch=50, distortions=Distortions(0.5), teachers=recipes.Teachers("adam", (1,))
    )
    monkeypatch.setitem(SMALL, "distilled", taught)
    lenet5.train_lenet5("distilled", 7, tmp_path, progress=False)
    digits = prepare(data.mnist()[1][0])

    def probabilities(state: str | None) -> np.ndarray:
        model = network.build(7)
        if state:
            checkpoint.restore(tmp_path / f"{state}.npz", model.trainable_variables)
        return np.asarray(tf.nn.softmax(-network.rbf_distances(model, digits) / 15))

    teacher, student, untaught = map(probabilities, ("adam-seed1", "distilled-seed7", None))
    assert np.abs(student - teacher).mean() < 0.5 * np.abs(untaught - teacher).mean()


def test_labels_in_place_of_the_answers_are_learned_whatever_the_teachers_say(
    small_mnist: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_teachers(tmp_path)
    ignorant = recipes.Teachers("adam", (1, 2), copies=2, replaced_by_labels=True)
    labelled = recipes.Recipe(passes=30, batch=25, distortions=Distortions(0.5), teachers=ignorant)
    monkeypatch.setitem(SMALL, "distilled", labelled)
    record = lenet5.train_lenet5("distilled", 7, tmp_path, progress=False)
    assert record["training_error_percent"] < 30


def test_a_student_without_teachers_names_the_commands_that_make_them(
    small_mnist: None, tmp_path: Path
) -> None:
    keep_teachers(tmp_path)
    (tmp_path / "adam-seed2.json").unlink()
    with pytest.raises(ValueError, match=r"lacks 1\. .* lenet5 --recipe adam --seed 2$"):
        lenet5.train_lenet5("distilled", 7, tmp_path, progress=False)


def test_a_finished_run_is_not_measured_again(small_mnist: None, tmp_path: Path) -> None:
    (tmp_path / "adam-seed7.json").write_text(json.dumps({"wrong": -1}))
    assert lenet5.train_lenet5("adam", 7, tmp_path, progress=False) == {"wrong": -1}


def test_choosing_does_not_touch_the_test_images(
    small_mnist: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Test images of a size that cannot be measured: whoever tries fails.
    train, (_, test_labels) = data.mnist()
    monkeypatch.setattr(data, "mnist", lambda: (train, (np.zeros((50, 3, 3)), test_labels)))
    record = lenet5.train_lenet5("adam", 7, tmp_path, held_out=True, progress=False)
    assert (record["learned_from"], record["measured_on"]) == (100, "50 held-out training images")
    with pytest.raises(ValueError, match="`images` must be a uint8 array"):
        lenet5.train_lenet5("adam", 7, tmp_path, progress=False)


def test_errors_name_what_is_wrong(small_mnist: None, tmp_path: Path) -> None:
    with pytest.raises(
        ValueError, match="`recipe` must be one of adam, soap, distilled, paper, got 'sgd'"
    ):
        lenet5.train_lenet5("sgd", 7, tmp_path)
    (tmp_path / "adam-seed7.npz").write_bytes(b"PK not an archive")
    with pytest.raises(ValueError, match="holds no checkpoint of this run"):
        lenet5.train_lenet5("adam", 7, tmp_path, progress=False)


def test_the_papers_recipe_knows_no_elastic_displacement() -> None:
    recipe = recipes.PaperRecipe(distortions=Distortions(elastic=0.3))
    with pytest.raises(ValueError, match="elastic` must be 0, for the paper"):
        LevenbergMarquardtTraining(network.build(), recipe, 0, *prepared_digits())


def test_pattern_network_has_the_gradients_of_the_layers() -> None:
    model = network.build(seed=3)
    image = np.random.default_rng(0).uniform(-0.1, 1.175, (1, 32, 32, 1)).astype(np.float32)
    with tf.GradientTape() as tape:
        expected_loss = discriminative_loss(np.array([4]), model(image), 60.0)[0]
    expected = tape.gradient(expected_loss, model.trainable_variables)

    pattern = PatternNetwork([np.asarray(v) for v in model.trainable_variables])
    states = pattern.forward(image[0])
    loss, first, _ = pattern.loss_derivatives(states[-1], 4, 60.0)
    assert loss == pytest.approx(float(expected_loss), rel=1e-5)
    shaped = PatternNetwork([np.asarray(v) for v in model.trainable_variables])
    shaped.weights = pattern.backward(states, first)
    for gradient, reference in zip(shaped.keras_weights(), expected, strict=True):
        np.testing.assert_allclose(gradient, reference, atol=1e-5 * np.abs(reference).max())


def test_second_derivatives_at_f6_are_exact() -> None:
    pattern = PatternNetwork(
        [np.asarray(v, np.float64) for v in network.build().get_weights()[:12]]
    )
    # Near two codes at once, where the push between classes is at work.
    f6 = 0.6 * pattern.codes[3] + 0.4 * pattern.codes[8]
    _, first, second = pattern.loss_derivatives(f6, 3, 20.0)
    step = 1e-5
    for unit in range(0, 84, 7):
        shift = step * np.eye(84)[unit]
        above, below = (pattern.loss_derivatives(f6 + s, 3, 20.0) for s in (shift, -shift))
        assert (above[0] - below[0]) / (2 * step) == pytest.approx(first[unit], abs=1e-5)
        assert (above[1][unit] - below[1][unit]) / (2 * step) == pytest.approx(
            second[unit], abs=1e-4
        )


def test_curvature_adds_squares_over_the_places_that_share_a_weight() -> None:
    """Against the definition: h_w = Σ over units of (∂x_out/∂a)² x², carried back unit by unit."""
    pattern = PatternNetwork(
        [np.asarray(v, np.float64) for v in network.build(2).get_weights()[:12]]
    )
    image = np.random.default_rng(1).uniform(-0.1, 1.175, (32, 32, 1))
    states = pattern.forward(image)
    _, _, second = pattern.loss_derivatives(states[-1], 4, 60.0)
    h = curvature(pattern, image[np.newaxis], np.array([4]), 60.0)
    f6, c5, s4, c3 = (pattern.weights[k] for k in (10, 8, 6, 4))

    def slope(out: np.ndarray) -> np.ndarray:
        return 1.7159 * (2 / 3) * (1 - (out / 1.7159) ** 2)

    at_f6 = second * slope(states[9]) ** 2
    at_c5 = (f6**2 @ at_f6) * slope(states[8]) ** 2
    at_s4 = (c5**2 @ at_c5).reshape(25, 16) * slope(states[7]) ** 2
    at_c3 = np.tile(at_s4 * s4**2, (4, 1)) * slope(states[5]) ** 2
    np.testing.assert_allclose(h[10], np.outer(states[8] ** 2, at_f6))
    np.testing.assert_allclose(h[6], (at_s4 * states[6] ** 2).sum(0))
    places = [np.outer(states[4][unit] ** 2, at_c3[unit]) for unit in range(100)]
    expected = np.sum(places, axis=0)
    np.testing.assert_allclose(h[4][c3 != 0], expected[c3 != 0])


def test_distortions_of_nothing_leave_the_image_as_it_is() -> None:
    images = from_unit(data.digits(32)[0][:5] / 16)
    random = np.random.default_rng(0)
    transforms = draw_affine(Distortions(), 5, random)
    still = draw_elastic(Distortions(), 5, random)
    np.testing.assert_allclose(apply_affine(images, transforms), images, atol=1e-6)
    np.testing.assert_allclose(apply_warp(images, transforms, still), images, atol=2e-3)


def test_both_ways_of_distorting_draw_the_same_affine_picture() -> None:
    images = from_unit(data.digits(32)[0][:5] / 16)
    limits = Distortions(1.0, 0.1, 0.1, 0.2, 0.1)
    transforms = draw_affine(limits, 5, np.random.default_rng(0))
    still = np.zeros((5, 5, 5, 2), np.float32)
    affine, warped = apply_affine(images, transforms), apply_warp(images, transforms, still)
    np.testing.assert_allclose(warped, affine, atol=2e-3)
    assert np.abs(affine - images).max() > 0.1


def test_interval_is_the_t_interval() -> None:
    # t(0.975, 4) = 2.7764; the standard error of 1…5 is sqrt(2.5 / 5).
    low, high = run_records.interval([1.0, 2.0, 3.0, 4.0, 5.0])
    assert (low, high) == pytest.approx((3 - 2.7764 * 0.70711, 3 + 2.7764 * 0.70711), abs=1e-3)


def test_records_are_gathered_by_recipe_and_choices_kept_apart(tmp_path: Path) -> None:
    for seed, error in ((2, 1.2), (1, 1.0)):
        record = {
            "recipe": "r",
            "seed": seed,
            "error_percent": error,
            "measured_on": "10 test images",
        }
        (tmp_path / f"r-seed{seed}.json").write_text(json.dumps(record))
    choice = record | {"measured_on": "5 held-out training images"}
    (tmp_path / "r-seed1-heldout.json").write_text(json.dumps(choice))
    gathered = run_records.gather(tmp_path)
    assert [run["seed"] for run in gathered["recipes"]["r"]["runs"]] == [1, 2]
    assert gathered["recipes"]["r"]["mean_error_percent"] == 1.1
    low, high = gathered["recipes"]["r"]["interval_95"]
    assert low < 1.1 < high
    assert gathered["choices"] == [choice]


def test_runs_whose_weights_are_at_hand_are_measured_on_other_peoples_digits(
    small_mnist: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lenet5.train_lenet5("adam", 7, tmp_path, progress=False)
    without = json.loads((tmp_path / "adam-seed7.json").read_text())
    without |= {"seed": 8, "error_percent": without["error_percent"] + 1}
    (tmp_path / "adam-seed8.json").write_text(json.dumps(without))
    monkeypatch.setattr(run_records, "RESULTS_PATH", tmp_path / "results.json")
    ship.ship_results(tmp_path)
    with_weights, others = run_records.recorded()["recipes"]["adam"]["runs"]
    assert "embedded_digits" not in others
    measured = with_weights["embedded_digits"]
    assert measured["images"] == 1797
    assert measured["wrong"] == len(measured["wrong_positions"]) < 1797


def test_the_optimiser_averages_as_the_recipe_says() -> None:
    for recipe in (recipes.Recipe(betas=(0.8, 0.9)), recipes.Recipe("soap", betas=(0.8, 0.9))):
        optimizer = LabelTraining(network.build(0), recipe, 0, *prepared_digits()).optimizer
        assert (optimizer.beta_1, optimizer.beta_2) == (0.8, 0.9)
