"""The ledger against what Keras itself says of random networks."""

from __future__ import annotations

import math
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from cnn_docs.ledger import ledger

if TYPE_CHECKING:
    import keras

#: A layer by the name of its class and its options.
Described = tuple[str, dict[str, Any]]

small = st.integers(1, 3)
padding = st.sampled_from(["valid", "same"])
pair = st.tuples(small, small)


def layer(name: str, **options: st.SearchStrategy[object]) -> st.SearchStrategy[Described]:
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
    "DepthwiseConv2D, strided and dilated": layer(
        "DepthwiseConv2D",
        kernel_size=pair,
        padding=padding,
        strides=st.just(2),
        dilation_rate=pair,
    ),
    "Conv2DTranspose": layer(
        "Conv2DTranspose",
        filters=st.just(4),
        kernel_size=pair,
        padding=padding,
        strides=pair,
        use_bias=st.booleans(),
    ),
    "UpSampling2D": layer(
        "UpSampling2D", size=pair, interpolation=st.sampled_from(["nearest", "bilinear"])
    ),
    "Cropping2D": layer("Cropping2D", cropping=st.tuples(pair, pair)),
    "MaxPooling2D": layer("MaxPooling2D", pool_size=pair, padding=padding),
    "AveragePooling2D": layer("AveragePooling2D", pool_size=pair, strides=pair, padding=padding),
    "ZeroPadding2D": layer("ZeroPadding2D", padding=st.tuples(pair, pair)),
    "BatchNormalization": layer(
        "BatchNormalization", center=st.booleans(), scale=st.booleans(), renorm=st.booleans()
    ),
    "LayerNormalization": layer("LayerNormalization", center=st.booleans()),
    "GroupNormalization": layer("GroupNormalization", groups=st.just(2)),
    "PReLU": layer("PReLU", shared_axes=st.sampled_from([None, [1, 2]])),
    "LeakyReLU": layer("LeakyReLU"),
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


def build(network: list[Described], *, functional: bool) -> keras.Model:
    import keras

    image = keras.Input((24, 20, 2))  # two channels, and an even number throughout
    layers = [getattr(keras.layers, name)(**options) for name, options in network]
    if not functional:
        return keras.Sequential([image, *layers])
    output = image
    for layer in layers:
        output = layer(output)
    return keras.Model(image, output)


def products(layer: keras.Layer) -> int:
    """Products for one image, counted from the weights: each is used once for each place."""
    kernels = [w for w in layer.weights if "kernel" in w.name]
    swept = layer.input if "Transpose" in type(layer).__name__ else layer.output
    places = math.prod(swept.shape[1:-1])
    return places * sum(math.prod(kernel.shape) for kernel in kernels)


@pytest.mark.parametrize("name", LAYERS)
@settings(deadline=None, max_examples=6)
@given(
    before=st.lists(st.one_of(*LAYERS.values()), max_size=2),
    head=heads,
    functional=st.booleans(),
    data=st.data(),
)
def test_every_row_is_what_keras_says(
    name: str, before: list[Described], head: list[Described], functional: bool, data: st.DataObject
) -> None:
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


def seen(model: keras.Model) -> tuple[int, ...]:
    """Height and width of the largest area whose pixels change a unit, tried pixel row by row.

    With weights of 1 and a picture of zeros nothing cancels: a unit is above 0 if it sees the row
    that is 1.
    """
    for weight in model.weights:
        if "kernel" in weight.name:
            weight.assign(np.ones(weight.shape))
    sides = []
    for axis in (0, 1):
        rows = np.eye(model.input_shape[1 + axis], dtype="float32")
        pictures = np.zeros((len(rows), *model.input_shape[1:]), "float32")
        np.moveaxis(pictures, 1 + axis, 1)[:] = rows[:, :, np.newaxis, np.newaxis]
        answers = np.asarray(model(pictures)).sum(axis=(2 - axis, 3))  # (row of pixels, unit)
        answering = [np.flatnonzero(unit) for unit in answers.T]
        sides.append(max([0, *(int(np.ptp(found)) + 1 for found in answering if len(found))]))
    return tuple(sides)


READING = [
    LAYERS[name]
    for name in (
        "Conv2D, strided",
        "Conv2D, grouped and dilated",
        "DepthwiseConv2D, strided and dilated",
        "SeparableConv2D",
        "Conv2DTranspose",
        "UpSampling2D",
        "Cropping2D",
        "MaxPooling2D",
        "AveragePooling2D",
        "ZeroPadding2D",
    )
]
PATHS = ["short cut", "wider", "moved", "there and back", "coarser"]


def path(name: str, maps: keras.KerasTensor) -> keras.KerasTensor:
    """One of several paths that keep the size and see something else."""
    import keras

    layers, filters = keras.layers, maps.shape[-1]
    taken = {
        "short cut": [],
        "wider": [layers.DepthwiseConv2D(3, padding="same")],
        "moved": [layers.ZeroPadding2D(((3, 0), (0, 2))), layers.Cropping2D(((0, 3), (2, 0)))],
        "there and back": [
            layers.Conv2D(filters, 4, strides=2, padding="same"),
            layers.Conv2DTranspose(filters, 4, strides=2, padding="same"),
        ],
        "coarser": [layers.MaxPooling2D(), layers.UpSampling2D(interpolation="bilinear")],
    }[name]
    for layer in taken:
        maps = layer(maps)
    return maps


@settings(deadline=None, max_examples=40)
@given(
    before=st.lists(st.one_of(READING), max_size=2),
    paths=st.sets(st.sampled_from(PATHS), min_size=2, max_size=2),
    merge=st.sampled_from(["Add", "Average", "Concatenate", "Maximum"]),
    after=st.lists(st.one_of(READING), max_size=2),
)
def test_receptive_field_is_what_changes_a_unit(
    before: list[Described], paths: set[str], merge: str, after: list[Described]
) -> None:
    import keras

    def through(network: list[Described], maps: keras.KerasTensor) -> keras.KerasTensor:
        for name, options in network:
            maps = getattr(keras.layers, name)(**options)(maps)
        return maps

    image = keras.Input((64, 60, 2))
    try:
        maps = through(before, image)
        maps = getattr(keras.layers, merge)()([path(name, maps) for name in sorted(paths)])
        model = keras.Model(image, through(after, maps))
    except ValueError:  # Keras refuses a map that has become too small, or paths that do not fit
        reject()
    side = ledger(model).rows[-1].receptive_field
    assert side is not None
    units = model.output_shape[1:3]
    # Small fields and many units: some of them see nothing of the border.
    assume(max(side) < 24 and min(units) >= 8 and max(units) < 150)
    assert side == seen(model)


@pytest.fixture(scope="module")
def digit_network() -> keras.Model:
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


def test_the_table_is_aligned_text(digit_network: keras.Model) -> None:
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


def test_the_markdown_table_has_the_same_cells(digit_network: keras.Model) -> None:
    header, rule, *body = ledger(digit_network).to_markdown().splitlines()
    assert header == "| layer | kind | output | parameters | MACs | receptive field |"
    assert rule == "|---|---|---|---:|---:|---:|"
    assert body[2] == "| columns | Conv2D | 24 × 26 × 32 | 3,104 | 1,916,928 | 5 × 3 |"
    assert body[-1] == "| total |  |  | 203,114 | 2,311,296 |  |"


def test_a_grey_image_without_channel_axis_keeps_its_field_through_reshape() -> None:
    import keras

    model = keras.Sequential(
        [keras.Input((8, 8)), keras.layers.Reshape((8, 8, -1)), keras.layers.Conv2D(1, 3)]
    )
    assert [row.receptive_field for row in ledger(model).rows] == [(1, 1), (1, 1), (3, 3)]


def last_field(*layers: keras.Layer, image: tuple[int, ...] = (8, 8, 1)) -> tuple[int, int] | None:
    import keras

    return ledger(keras.Sequential([keras.Input(image), *layers])).rows[-1].receptive_field


def test_there_is_no_field_where_the_map_has_been_mixed() -> None:
    from keras import layers

    assert last_field(layers.Reshape((8, 8, 1)), layers.Conv2D(1, 3), image=(64,)) is None
    assert last_field(layers.Softmax(axis=1)) is None
    assert last_field(layers.LayerNormalization(axis=[1, 2, 3])) is None
    assert last_field(layers.GroupNormalization(1)) is None
    assert last_field(layers.Permute((3, 1, 2))) is None
    assert last_field(layers.Dense(8), image=(8, 8)) is None
    assert last_field(layers.Activation("softmax"), image=(8, 8)) is None


def test_there_is_a_field_where_the_map_is_only_turned_or_mixed_over_channels() -> None:
    from keras import layers

    assert last_field(layers.Conv2D(1, (3, 5)), layers.Permute((2, 1, 3))) == (5, 3)
    assert last_field(layers.Softmax(), layers.LayerNormalization(), layers.Dense(2)) == (1, 1)


def test_a_map_that_is_spread_over_another_has_no_field() -> None:
    import keras

    image = keras.Input((8, 8, 1))
    column = keras.layers.Conv2D(1, (8, 1))(image)
    model = keras.Model(image, keras.layers.Add()([image, column]))
    assert ledger(model).rows[-1].receptive_field is None


def test_squeeze_and_excite_sees_the_whole_picture() -> None:
    import keras

    image = keras.Input((8, 8, 2))
    excited = keras.layers.GlobalAveragePooling2D(keepdims=True)(image)
    model = keras.Model(image, keras.layers.Multiply()([image, excited]))
    assert ledger(model).rows[-1].receptive_field is None


def test_paths_of_different_strides_have_no_field() -> None:
    """Four windows lie 1 pixel apart or 2: the first units see alike, the last ones do not."""
    import keras

    image = keras.Input((8, 8, 1))
    near, far = keras.layers.Conv2D(1, 5)(image), keras.layers.MaxPooling2D()(image)
    model = keras.Model(image, keras.layers.Add()([near, far]))
    assert ledger(model).rows[-1].receptive_field is None


def test_a_layer_used_twice_has_two_rows_and_is_counted_once() -> None:
    import keras

    image = keras.Input((8, 8, 1))
    conv = keras.layers.Conv2D(1, 3, name="conv")
    model = keras.Model(image, conv(conv(image)))
    rows = ledger(model).rows[1:]
    assert [(row.name, row.output_shape[0], row.receptive_field) for row in rows] == [
        ("conv", 6, (3, 3)),
        ("conv", 4, (5, 5)),
    ]
    assert [row.parameters for row in rows] == [10, 0]
    assert [row.macs for row in rows] == [36 * 9, 16 * 9]


def test_models_within_a_model_are_followed_at_the_size_that_they_meet() -> None:
    import keras

    any_size = keras.Input((None, None, 1))
    conv = keras.layers.Conv2D(2, 3, name="conv")(any_size)
    stem = keras.Model(any_size, keras.layers.MaxPooling2D(name="pool")(conv), name="stem")
    head = keras.Sequential([keras.layers.Flatten(name="flat")], name="head")
    model = keras.Sequential([keras.Input((8, 8, 1)), stem, head])
    assert [(row.name, row.output_shape) for row in ledger(model).rows[1:]] == [
        ("stem/conv", (6, 6, 2)),
        ("stem/pool", (3, 3, 2)),
        ("head/flat", (18,)),
    ]


def test_models_with_several_outputs_and_parts_of_models_are_followed() -> None:
    import keras

    image = keras.Input((8, 8, 1))
    conv = keras.layers.Conv2D(2, 3, name="conv")(image)
    pool = keras.layers.MaxPooling2D(name="pool")(conv)
    assert len(ledger(keras.Model(image, [conv, pool])).rows) == 3
    assert [row.name for row in ledger(keras.Model(conv, pool)).rows] == ["input", "pool"]


@pytest.mark.parametrize(
    ("kind", "shape", "parameters"), [("Conv2D", (8, 8, 3), 294), ("Dense", (3072,), 30_744)]
)
def test_weights_that_are_added_later_count(
    kind: str, shape: tuple[int, ...], parameters: int
) -> None:
    import keras

    layer = getattr(keras.layers, kind)(8, **({"kernel_size": 3} if kind == "Conv2D" else {}))
    model = keras.Sequential([keras.Input(shape), layer])
    macs = ledger(model).macs
    layer.enable_lora(2)
    assert ledger(model).parameters == model.count_params() == parameters
    assert ledger(model).macs == macs  # the kernel is changed, not used more often


# Multiply-accumulates, in billions, and the receptive field in front of the global pooling (VGG16:
# of the last pooling). Fields are from the table of Araujo, Norris and Sim 2019, where they list a
# network; MobileNetV2's is worked out by hand from its paper.
PUBLISHED = {
    # The list of models in torchvision's documentation.
    "VGG16": ("15.47", 212),
    "MobileNetV2": ("0.301", 491),
    "InceptionV3": ("5.713", 1311),
    "DenseNet121": ("2.834", None),
    "EfficientNetB0": ("0.386", None),
    # Howard et al. 2017, table 8.
    "MobileNet": ("0.569", 315),
    # He et al. 2015, table 1: the stride stands in the first 1 × 1 convolution of a block. What
    # torchvision lists, 4.089, is "v1.5", where it stands in the 3 × 3 one.
    "ResNet50": ("3.8", 483),
    "ResNet101": ("7.6", 1027),
    # Half of what Araujo, Norris and Sim list, 6.96 and 14.39: they count a product and a sum as
    # two, and their networks stride where these do, in the last block of a stage.
    "ResNet50V2": ("3.48", 483),
    "ResNet101V2": ("7.195", 1027),
}
FAST = ("MobileNetV2", "ResNet50")


@pytest.mark.parametrize(
    "name",
    [name if name in FAST else pytest.param(name, marks=pytest.mark.slow) for name in PUBLISHED],
)
def test_known_networks_have_their_published_numbers(name: str) -> None:
    import keras

    macs, side = PUBLISHED[name]
    model = getattr(keras.applications, name)(weights=None)
    book = ledger(model)
    last_digit = 10.0 ** -len(macs.partition(".")[2])
    assert abs(book.macs / 1e9 - float(macs)) < last_digit
    assert book.parameters == model.count_params()
    if side is not None:
        fields = [row.receptive_field for row in book.rows if row.receptive_field is not None]
        assert fields[-1] == (side, side)
    in_order = [layer.name for layer in model.layers if type(layer).__name__ != "InputLayer"]
    assert [row.name for row in book.rows[1:]] == in_order


@pytest.mark.slow
def test_xception_has_the_parameters_of_its_paper() -> None:
    """Chollet 2017, table 3, which leaves out the moving means and variances."""
    import keras

    model = keras.applications.Xception(weights=None)
    moving = sum(math.prod(weight.shape) for weight in model.non_trainable_weights)
    assert ledger(model).parameters - moving == 22_855_952


def own_layers() -> tuple[keras.Layer, keras.Layer]:
    """Classes that borrow the names of Keras' layers."""
    import keras

    class Flatten(keras.layers.Layer):
        def call(self, inputs: keras.KerasTensor) -> keras.KerasTensor:
            return keras.ops.mean(inputs, axis=(1, 2))

    class ReLU(keras.layers.ReLU):
        def build(self, shape: tuple[int, ...]) -> None:
            self.slopes = self.add_weight(shape=shape[-1:], name="slopes")

    return Flatten(name="mean"), ReLU(name="slopes")


def not_followed(name: str) -> object:
    import keras

    layers = keras.layers
    image = keras.Input((8, 8, 1))
    conv = layers.Conv2D(1, 3, padding="same", name="conv")
    own_flatten, own_relu = own_layers()
    tampered = layers.MaxPooling2D(name="pool")
    tampered.compute_output_shape = lambda shape: (None, 3, 3, 1)
    match name:
        case "unknown":
            return keras.Sequential([image, layers.RandomFlip(name="flip")])
        case "sequence":
            return keras.Sequential([keras.Input((8, 1)), layers.Conv1D(1, 3, name="line")])
        case "own class":
            return keras.Sequential([image, own_flatten])
        case "own subclass":
            return keras.Sequential([image, own_relu])
        case "own model":
            return type("Sequential", (keras.Sequential,), {})([image, conv])
        case "own model inside":
            inner = type("Sequential", (keras.Sequential,), {})([conv], name="inner")
            return keras.Sequential([image, inner])
        case "own activation":
            dense = layers.Dense(2, activation=lambda x: x, name="dense")
            return keras.Sequential([image, dense])
        case "glu":
            return keras.Sequential([image, layers.Dense(2, activation="glu", name="dense")])
        case "bare operation":
            return keras.Model(image, conv(image) * 2)
        case "mask":
            softmax = layers.Softmax(name="softmax")
            return keras.Model(image, softmax(image, mask=conv(image)))
        case "two inputs":
            other = keras.Input((8, 8, 1))
            return keras.Model([image, other], layers.Add()([image, other]))
        case "not built":
            return keras.Sequential([conv])
        case "only an input":
            return keras.Sequential([image])
        case "any size":
            return keras.Sequential([keras.Input((None, None, 1)), conv])
        case "channels first":
            pool = layers.MaxPooling2D(1, data_format="channels_first", name="pool")
            return keras.Sequential([image, pool])
        case "bicubic":
            return keras.Sequential(
                [image, layers.UpSampling2D(interpolation="bicubic", name="up")]
            )
        case "tampered":
            return keras.Sequential([image, tampered])
        case "weights beside the graph":
            model = keras.Model(image, conv(image))
            model.unused = layers.Dense(3)
            model.unused.build((None, 4))
            return model
        case _:
            return "a model"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("unknown", "layer 'flip' of kind RandomFlip, which the ledger does not know"),
        ("sequence", "layer 'line' of kind Conv1D, which the ledger does not know"),
        (
            "own class",
            r"layer 'mean' of kind test_ledger\..*Flatten, which the ledger does not know",
        ),
        ("own subclass", r"layer 'slopes' of kind test_ledger\..*ReLU, which the ledger does not"),
        ("own model", r"must be a Sequential or a functional .* got test_ledger\.Sequential"),
        ("own model inside", r"layer 'inner' of kind test_ledger\.Sequential, which"),
        ("own activation", "layer 'dense' with the activation <function .*Name one of Keras"),
        ("glu", "layer 'dense' with the activation <function glu"),
        ("bare operation", r"of kind keras\..*\.Multiply, .* Write a \+ b as Add"),
        ("mask", "calls the layer 'softmax' on 2 tensors"),
        ("two inputs", "must have one input, got 2"),
        ("not built", "is not built yet"),
        ("only an input", "has no layers but an Input at most; add one"),
        ("any size", r"fixed input size, got \(None, None, 1\)"),
        ("channels first", "layer 'pool' with its channels first"),
        ("bicubic", "layer 'up' with interpolation='bicubic'"),
        ("tampered", r"layer 'pool' .* settings make \(4, 4\) where Keras says \(3, 3\)"),
        ("weights beside the graph", "keeps 25 parameters, but the layers .* 10"),
        ("no model", r"must be a Sequential or a functional Keras model, got builtins\.str"),
    ],
)
def test_models_that_it_cannot_follow_are_refused(name: str, message: str) -> None:
    with pytest.raises(ValueError, match=f"`model` .*{message}"):
        ledger(not_followed(name))


def test_the_modules_at_the_bottom_do_not_load_tensorflow() -> None:
    code = (
        "import sys, cnn_docs.arithmetic, cnn_docs.ledger\n"
        "assert 'numpy' not in sys.modules\n"
        "import cnn_docs.layers, cnn_docs.data\n"
        "assert not {'tensorflow', 'keras'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
