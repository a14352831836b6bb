"""The ledger against what Keras itself says of random networks."""

import math
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from cnn_docs.ledger import ledger

small = st.integers(1, 3)
padding = st.sampled_from(["valid", "same"])
pair = st.tuples(small, small)


def layer(name, **options):
    return st.tuples(st.just(name), st.fixed_dictionaries(options))


LAYERS = {
    "Conv2D, strided": layer(
        "Conv2D", filters=st.just(4), kernel_size=pair, padding=padding, strides=pair
    ),
    "Conv2D, grouped and dilated": layer(
        "Conv2D",
        filters=st.just(6),
        kernel_size=pair,
        padding=padding,
        dilation_rate=pair,
        groups=st.just(2),
        use_bias=st.booleans(),
    ),
    "DepthwiseConv2D": layer(
        "DepthwiseConv2D",
        kernel_size=pair,
        padding=padding,
        dilation_rate=pair,
        depth_multiplier=small,
        use_bias=st.booleans(),
    ),
    "SeparableConv2D": layer(
        "SeparableConv2D",
        filters=st.just(4),
        kernel_size=pair,
        padding=padding,
        strides=small,
        depth_multiplier=small,
        use_bias=st.booleans(),
    ),
    "MaxPooling2D": layer("MaxPooling2D", pool_size=pair, padding=padding),
    "AveragePooling2D": layer("AveragePooling2D", pool_size=pair, strides=pair, padding=padding),
    "ZeroPadding2D": layer("ZeroPadding2D", padding=st.tuples(pair, pair)),
    "BatchNormalization": layer("BatchNormalization", center=st.booleans(), scale=st.booleans()),
    "ReLU": layer("ReLU"),
    "Activation": layer("Activation", activation=st.just("tanh")),
    "SpatialDropout2D": layer("SpatialDropout2D", rate=st.just(0.5)),
    "Rescaling": layer("Rescaling", scale=st.just(1 / 16)),
    "Dense": layer("Dense", units=st.just(2)),
}
heads = st.sampled_from(
    [
        [("Flatten", {}), ("Dropout", {"rate": 0.5}), ("Dense", {"units": 3}), ("Softmax", {})],
        [("GlobalAveragePooling2D", {}), ("Dense", {"units": 3, "use_bias": False})],
        [("GlobalMaxPooling2D", {"keepdims": True}), ("Reshape", {"target_shape": (-1, 2)})],
    ]
)


def build(network, *, functional):
    import keras

    image = keras.Input((24, 20, 2))  # two channels, and an even number throughout
    layers = [getattr(keras.layers, name)(**options) for name, options in network]
    if not functional:
        return keras.Sequential([image, *layers])
    output = image
    for layer in layers:
        output = layer(output)
    return keras.Model(image, output)


def products(layer):
    """Products for one image, counted from the weights: each is used once for each place."""
    kernels = [w for w in layer.weights if "kernel" in w.name]
    places = math.prod(layer.output.shape[1:-1])
    return places * sum(math.prod(kernel.shape) for kernel in kernels)


@pytest.mark.parametrize("name", LAYERS)
@settings(deadline=None, max_examples=6)
@given(
    before=st.lists(st.one_of(*LAYERS.values()), max_size=2),
    head=heads,
    functional=st.booleans(),
    data=st.data(),
)
def test_every_row_is_what_keras_says(name, before, head, functional, data):
    network = [*before, data.draw(LAYERS[name]), *head]
    try:
        model = build(network, functional=functional)
    except ValueError:  # Keras refuses a map that has become too small for the next window
        reject()
    layers = [layer for layer in model.layers if type(layer).__name__ != "InputLayer"]
    first, *rows = ledger(model).rows

    assert (first.kind, first.output_shape) == ("InputLayer", model.input_shape[1:])
    assert [row.name for row in rows] == [layer.name for layer in layers]
    assert [row.kind for row in rows] == [name for name, _ in network]
    assert [row.output_shape for row in rows] == [layer.output.shape[1:] for layer in layers]
    assert [row.parameters for row in rows] == [layer.count_params() for layer in layers]
    assert [row.macs for row in rows] == [products(layer) for layer in layers]
    assert ledger(model).parameters == model.count_params()
    assert ledger(model).macs == sum(row.macs for row in rows)


def test_receptive_field_is_where_the_gradient_of_one_unit_is_not_zero():
    import keras
    import tensorflow as tf

    model = keras.Sequential(
        [
            keras.Input((32, 32, 1)),
            keras.layers.Conv2D(2, (3, 5), padding="same", kernel_initializer="ones"),
            keras.layers.AveragePooling2D((2, 3), strides=2),
            keras.layers.ZeroPadding2D(1),
            keras.layers.SeparableConv2D(
                2, 3, depthwise_initializer="ones", pointwise_initializer="ones"
            ),
            keras.layers.BatchNormalization(),
            keras.layers.Conv2D(1, 2, dilation_rate=(2, 1), kernel_initializer="ones"),
        ]
    )
    image = tf.ones((1, 32, 32, 1))
    with tf.GradientTape() as tape:
        tape.watch(image)
        unit = model(image)[0, 6, 6, 0]
    rows, columns = np.nonzero(np.asarray(tape.gradient(unit, image))[0, :, :, 0])
    seen = (np.ptp(rows) + 1, np.ptp(columns) + 1)
    assert ledger(model).rows[-1].receptive_field == seen


@pytest.fixture(scope="module")
def digit_network():
    import keras

    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Conv2D(32, 3, activation="relu", name="filters"),
            keras.layers.Conv2D(32, (3, 1), activation="relu", name="columns"),
            keras.layers.Flatten(name="flat"),
            keras.layers.Dense(10, name="digit"),
        ]
    )


def test_the_table_is_aligned_text(digit_network):
    assert str(ledger(digit_network)) == "\n".join(
        [
            "layer    kind        output        parameters       MACs  receptive field",
            "-------------------------------------------------------------------------",
            "input    InputLayer  28 × 28 × 1            0          0                1",
            "filters  Conv2D      26 × 26 × 32         320    194,688                3",
            "columns  Conv2D      24 × 26 × 32       3,104  1,916,928            5 × 3",
            "flat     Flatten     19968                  0          0                –",
            "digit    Dense       10               199,690    199,680                –",
            "-------------------------------------------------------------------------",
            "total                                 203,114  2,311,296",
        ]
    )


def test_the_markdown_table_has_the_same_cells(digit_network):
    header, rule, *body = ledger(digit_network).to_markdown().splitlines()
    assert header == "| layer | kind | output | parameters | MACs | receptive field |"
    assert rule == "|---|---|---|---:|---:|---:|"
    assert body[2] == "| columns | Conv2D | 24 × 26 × 32 | 3,104 | 1,916,928 | 5 × 3 |"
    assert body[-1] == "| total |  |  | 203,114 | 2,311,296 |  |"


def test_a_grey_image_without_channel_axis_keeps_its_field_through_reshape():
    import keras

    model = keras.Sequential(
        [keras.Input((8, 8)), keras.layers.Reshape((8, 8, -1)), keras.layers.Conv2D(1, 3)]
    )
    assert [row.receptive_field for row in ledger(model).rows] == [(1, 1), (1, 1), (3, 3)]


def test_there_is_no_field_where_the_map_has_been_mixed():
    import keras

    layers = keras.layers
    flat = keras.Sequential([keras.Input((64,)), layers.Reshape((8, 8, 1)), layers.Conv2D(1, 3)])
    assert ledger(flat).rows[-1].receptive_field is None
    over_places = keras.Sequential([keras.Input((8, 8, 1)), layers.Softmax(axis=1)])
    assert ledger(over_places).rows[-1].receptive_field is None
    rows_mixed = keras.Sequential([keras.Input((8, 8)), layers.Dense(8)])
    assert ledger(rows_mixed).rows[-1].receptive_field is None


def not_a_chain(name):
    import keras

    layers = keras.layers
    image = keras.Input((8, 8, 1))
    conv = layers.Conv2D(1, 3, padding="same", name="conv")
    if name == "unknown":
        return keras.Sequential([image, layers.UpSampling2D(name="up")])
    if name == "bare operation":
        return keras.Model(image, conv(image) * 2)
    if name == "branches":
        return keras.Model(image, layers.Add(name="sum")([conv(image), image]))
    if name == "used twice":
        return keras.Model(image, conv(conv(image)))
    if name == "two outputs":
        return keras.Model(image, [conv(image), image])
    if name == "not built":
        return keras.Sequential([conv])
    if name == "any size":
        return keras.Sequential([keras.Input((None, None, 1)), conv])
    if name == "channels first":
        pool = layers.MaxPooling2D(1, data_format="channels_first", name="pool")
        return keras.Sequential([image, pool])
    return "a model"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("unknown", "layer 'up' of kind UpSampling2D, which the ledger does not know"),
        ("bare operation", "of kind Multiply, which the ledger does not know"),
        ("branches", "layer 'sum' of kind Add, which the ledger does not know"),
        ("used twice", "uses the layer 'conv' more than once"),
        ("two outputs", "one input and one output, got 1 and 2"),
        ("not built", "is not built yet"),
        ("any size", r"fixed input size, got \(None, None, 1\)"),
        ("channels first", "layer 'pool' with its channels first"),
        ("no model", "must be a Sequential or a functional Keras model, got str"),
    ],
)
def test_models_that_it_cannot_follow_are_refused(name, message):
    with pytest.raises(ValueError, match=f"`model` .*{message}"):
        ledger(not_a_chain(name))


def test_the_modules_at_the_bottom_do_not_load_tensorflow():
    code = (
        "import sys, cnn_docs.arithmetic, cnn_docs.ledger\n"
        "assert 'numpy' not in sys.modules\n"
        "import cnn_docs.layers, cnn_docs.data\n"
        "assert not {'tensorflow', 'keras'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
