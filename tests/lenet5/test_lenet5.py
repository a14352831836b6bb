"""LeNet-5 against the paper's counts, against finite differences and against plain arithmetic."""

from collections.abc import Callable
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf

from cnn_docs.lenet5 import codes, folded, network, specification
from cnn_docs.lenet5.inputs import check_images, check_labels, from_unit, prepare
from cnn_docs.lenet5.layers import AMPLITUDE, SparseConvolution, Subsampling, scaled_tanh
from cnn_docs.lenet5.loss import Equation9, discriminative_loss
from cnn_docs.lenet5.specification import C3_TABLE, LAYERS


@pytest.fixture(scope="module")
def model() -> keras.Model:
    return network.build(seed=3)


@pytest.fixture(scope="module")
def images() -> np.ndarray:
    return np.random.default_rng(0).uniform(-0.1, 1.175, (6, 32, 32, 1)).astype(np.float32)


def test_every_layer_has_the_papers_trainable_parameters(model: keras.Model) -> None:
    counted = [
        sum(int(np.prod(w.shape)) for w in model.get_layer(row.name).trainable_weights)
        for row in LAYERS
    ]
    assert counted == [row.trainable for row in LAYERS] == [156, 12, 1516, 32, 48120, 10164, 0]
    assert sum(counted) == 60_000


def test_connections_follow_from_the_shapes(model: keras.Model, images: np.ndarray) -> None:
    sizes = {name: maps[0].size for name, maps in network.feature_maps(model, images[:1]).items()}
    links = sum(len(row) for row in C3_TABLE)
    connections = {
        "C1": sizes["C1"] * (25 + 1),
        "S2": sizes["S2"] * (4 + 1),
        "C3": 10 * 10 * (25 * links + 16),
        "S4": sizes["S4"] * (4 + 1),
        "C5": 120 * (25 * 16 + 1),
        "F6": 84 * (120 + 1),
        "RBF": 10 * 84,
    }
    assert connections == {row.name: row.connections for row in LAYERS}
    assert sum(connections.values()) == 340_908


def test_each_unit_sees_the_receptive_field_that_is_stated(model: keras.Model) -> None:
    image = tf.Variable(np.full((1, 32, 32, 1), 0.1, np.float32))
    for row in LAYERS:
        with tf.GradientTape() as tape:
            hidden = image.value()
            for layer in model.layers:
                hidden = layer(hidden)
                if layer.name == row.name:
                    break
            last = row.size - 1
            unit = tf.reduce_sum(hidden[0, last, last] if row.size > 1 else hidden)
        seen = np.nonzero(tape.gradient(unit, image).numpy()[0, :, :, 0])
        window = (seen[0].min(), seen[1].min(), seen[0].max() + 1, seen[1].max() + 1)
        assert window == specification.receptive_field(row.name, last, last), row.name
        assert row.first_centre == (row.receptive_field - 1) / 2


def test_table_is_the_papers() -> None:
    printed = "012 123 234 345 045 015 0123 1234 2345 0345 0145 0125 0134 1245 0235 012345"
    assert ["".join(map(str, row)) for row in C3_TABLE] == printed.split()


def test_c3_reads_the_maps_of_the_table_and_no_others() -> None:
    layer = SparseConvolution(seed=0)
    zero = np.zeros((1, 14, 14, 6), np.float32)
    still = layer(zero).numpy()
    for source in range(6):
        moved = zero.copy()
        moved[..., source] = 1
        fed = np.any(layer(moved).numpy() != still, axis=(0, 1, 2))
        assert fed.tolist() == [source in row for row in C3_TABLE]


def test_subsampling_squashes_coefficient_times_sum_of_four_plus_bias() -> None:
    layer = Subsampling(seed=5)
    window = np.array([[1.0, -2.0], [0.5, 0.25]], np.float32).reshape(1, 2, 2, 1)
    output = float(layer(window)[0, 0, 0, 0])
    coefficient, bias = float(layer.coefficient.numpy()[0]), float(layer.bias.numpy()[0])
    # 1 − 2 + 0.5 + 0.25 = −0.25: the sum, not the mean.
    expected = AMPLITUDE * np.tanh(2 / 3 * (-0.25 * coefficient + bias))
    assert output == pytest.approx(expected, abs=1e-6)


def test_output_is_the_squared_distance_from_each_code(
    model: keras.Model, images: np.ndarray
) -> None:
    maps = network.feature_maps(model, images)
    expected = [[np.sum((f6 - code) ** 2) for code in codes.codes()] for f6 in maps["F6"]]
    np.testing.assert_allclose(network.rbf_distances(model, images), expected, rtol=1e-5)


def test_codes_are_ten_different_bitmaps_of_plus_and_minus_one() -> None:
    assert set(np.unique(codes.codes())) == {-1.0, 1.0}
    apart = codes.code_distances()
    assert apart[~np.eye(10, dtype=bool)].min() >= 40


def test_start_is_uniform_within_two_point_four_over_fan_in(model: keras.Model) -> None:
    fan_in = {"C1": 25, "S2": 4, "S4": 4, "C5": 400, "F6": 120}
    for name, inputs in fan_in.items():
        for weight in model.get_layer(name).trainable_weights:
            assert np.abs(weight.numpy()).max() <= 2.4 / inputs
    links = [len(row) for row in C3_TABLE for _ in row]
    for kernel, sources in zip(model.get_layer("C3").kernels.numpy(), links, strict=True):
        assert 0.7 * 2.4 / (25 * sources) < np.abs(kernel).max() <= 2.4 / (25 * sources)


def test_seed_decides_the_start() -> None:
    first, again, other = (network.build(seed).get_weights() for seed in (1, 1, 2))
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))
    assert not any(np.array_equal(a, b) for a, b in zip(first[:-1], other[:-1], strict=True))


def test_gradients_agree_with_finite_differences(images: np.ndarray) -> None:
    keras.config.set_dtype_policy("float64")
    try:
        model = network.build(seed=4)
    finally:
        keras.config.set_dtype_policy("float32")
    inputs, labels = images[:2].astype(np.float64), np.array([3, 8])

    def loss() -> tf.Tensor:
        return tf.reduce_mean(discriminative_loss(labels, model(inputs), j=60.0))

    with tf.GradientTape() as tape:
        value = loss()
    random = np.random.default_rng(0)
    for variable, gradient in zip(
        model.trainable_variables, tape.gradient(value, model.trainable_variables), strict=True
    ):
        start = variable.numpy()
        assert start.dtype == np.float64
        direction = random.standard_normal(start.shape)
        variable.assign(start + 1e-6 * direction)
        above = float(loss())
        variable.assign(start - 1e-6 * direction)
        below = float(loss())
        variable.assign(start)
        slope = float(np.sum(gradient.numpy() * direction))
        assert (above - below) / 2e-6 == pytest.approx(slope, rel=1e-5, abs=1e-7), variable.path


def test_equation_9_is_the_sum_that_the_paper_writes() -> None:
    distances = np.array([[3.0, 1.0, 2.0, 9.0, 7.0, 5.0, 4.0, 8.0, 6.0, 0.5]])
    expected = 2.0 + np.log(np.exp(-1.5) + np.sum(np.exp(-distances[0])))
    assert float(discriminative_loss(np.array([2]), distances, 1.5)[0]) == pytest.approx(expected)
    assert float(Equation9(j=1.5)(np.array([2]), distances)) == pytest.approx(expected)


def test_folded_form_computes_the_same(model: keras.Model, images: np.ndarray) -> None:
    labels = np.arange(6)

    def gradients(distances: Callable[[], tf.Tensor]) -> tuple[tf.Tensor, list[tf.Tensor]]:
        with tf.GradientTape() as tape:
            outputs = distances()
            loss = tf.reduce_mean(discriminative_loss(labels, outputs, j=60.0))
        return outputs, tape.gradient(loss, model.trainable_variables)

    plain, plain_gradients = gradients(lambda: model(images))
    fast, fast_gradients = gradients(lambda: folded.distances(model, folded.fold_images(images)))
    np.testing.assert_allclose(fast, plain, rtol=1e-5)
    for one, other in zip(plain_gradients, fast_gradients, strict=True):
        np.testing.assert_allclose(other, one, atol=1e-5 * np.abs(one).max())


def test_saves_and_loads_as_keras_with_its_loss(
    model: keras.Model, images: np.ndarray, tmp_path: Path
) -> None:
    model.compile(optimizer="sgd", loss=Equation9(j=5.0))
    model.save(tmp_path / "lenet5.keras")
    loaded = keras.saving.load_model(tmp_path / "lenet5.keras")
    np.testing.assert_array_equal(loaded(images), model(images))
    assert loaded.loss.j == 5.0


def test_modern_form_is_another_network() -> None:
    assert network.build_modern().count_params() == 61_706


def test_scaled_tanh_maps_one_to_one() -> None:
    np.testing.assert_allclose(scaled_tanh(np.array([-1.0, 0.0, 1.0])), [-1, 0, 1], atol=1e-5)


def test_prepare_centres_the_field_and_scales_to_the_papers_range() -> None:
    inputs = prepare(np.full((1, 28, 28), 255, np.uint8))[0, :, :, 0]
    assert np.all(inputs[2:30, 2:30] == np.float32(1.175))
    inputs[2:30, 2:30] = -0.1
    np.testing.assert_allclose(inputs, -0.1)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: prepare(np.zeros((1, 28, 28))), "`images` must be a uint8 array"),  # type: ignore[arg-type]
        (lambda: from_unit(np.full((1, 28, 28), 2.0)), "from 0 .paper. to 1 .ink."),
        (lambda: check_images(np.zeros((1, 28, 28, 1))), "must have shape .n, 32, 32, 1."),
        (lambda: check_images(np.full((1, 32, 32, 1), 255.0)), "must lie between -0.1"),
        (lambda: check_images(np.full((1, 32, 32, 1), np.nan)), "must lie between -0.1"),
        (lambda: check_images(np.zeros((1, 32, 32, 1), np.uint8)), "floating-point"),
        (lambda: check_labels(np.array([0, -1])), "got -1 at position 1"),
        (lambda: check_labels(np.array([0.5])), "array of integers"),
        (lambda: Equation9(j=0.0), "`j` must be"),
        (lambda: Equation9(j=1.0)(np.array([10]), np.zeros((1, 10))), "got 10 at position 0"),
        (lambda: specification.receptive_field("C2", 0, 0), "`layer` must be one of"),
        (lambda: specification.receptive_field("S4", 5, 0), "`row` must be between 0 and 4"),
        (lambda: Subsampling()(np.zeros((1, 5, 5, 1))), "`input_shape` must have even"),
        (lambda: SparseConvolution()(np.zeros((1, 14, 14, 5))), "`input_shape` must end in the 6"),
    ],
)
def test_wrong_input_is_refused_by_name(call: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()


def test_a_label_outside_the_digits_fails_inside_fit(images: np.ndarray) -> None:
    model = network.build()
    model.compile(optimizer="sgd", loss=Equation9(j=5.0))
    with pytest.raises(tf.errors.InvalidArgumentError, match="digits from 0 to 9"):
        model.fit(images, np.array([0, 1, 2, 3, 4, 10]), verbose=0)
