# ---
# title: The class session
# description: The class notes' own session, cell by cell, in today's TensorFlow and Keras, with what each line prints now and what has changed since.
# ---

# %% [markdown]
# # The class session, cell by cell
#
# ![A handwritten zero of 8×8 pixels beside its two maps of 6×6. Map 0 is red throughout, and palest over the hole. Map 1 is blue nearly everywhere, most of all along the bottom of the ring.](figures/class-session-result.svg)
#
# /// details | How it is drawn, with what the session printed

# %%
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits, make_blobs
from sklearn.preprocessing import (
    MinMaxScaler,
    Normalizer,
    RobustScaler,
    StandardScaler,
)

from cnn_docs.data import mnist
from cnn_docs.figures import images, point_clouds
from cnn_docs.layers import conv2d

printed_kernel = np.zeros((3, 3, 1, 2), dtype="float32")
printed_kernel[..., 0, 0] = [
    [0.06324342, -0.14388585, -0.40798104],
    [-0.24675035, -0.3730538, -0.22161803],
    [0.11666891, -0.17990309, -0.34412956],
]
printed_kernel[..., 0, 1] = [
    [0.15853754, -0.19692683, 0.04143384],
    [-0.07410842, 0.22583339, 0.13686094],
    [0.40331647, 0.3350769, -0.15513435],
]
printed_map = [
    [-10.622592, -17.233952, -14.855642, -15.18894, -13.4780655, -5.6591477],
    [-14.596352, -16.461687, -8.46327, -12.294258, -13.634556, -5.975335],
    [-14.3555565, -9.104046, -1.3667734, -9.231415, -13.976131, -5.8030467],
    [-13.614567, -7.204097, -0.2758534, -9.567868, -13.996439, -5.7096176],
    [-13.090911, -9.931416, -5.137371, -12.04954, -11.825691, -4.75425],
    [-10.976872, -13.707218, -12.3282795, -12.9457, -10.296714, -3.2092843],
]
printed_corners = [0.6645769, -0.36533844]  # of map 1, top left and bottom right

zero = load_digits().images[0]
maps = conv2d(zero[np.newaxis, ..., np.newaxis], printed_kernel)[0]
images.feature_maps(
    [zero, maps[..., 0], maps[..., 1]],
    titles=["digit 8×8", "map 0, 6×6", "map 1, 6×6"],
    cmap=["gray", "diverging", "diverging"],
)

# %% [markdown]
# ///
#
# The [class notes](../index.md#the-class-notes) behind this course hold a session at the keyboard:
# make one convolution layer, look at its weights, look at what it makes of a digit. They keep what
# it printed in 2021, weights included. Does the same code still run, and does it still give the same
# numbers? Here it is, cell by cell, in the TensorFlow and Keras of today. In short: every cell still
# runs, or fails where it failed then, and its maps come out the same. What has changed is mostly
# what a cell prints:
#
# | the notes wrote | today |
# |---|---|
# | `layer1.built` before the first call: `False` | the same, and `layer1.weights` is an empty list |
# | `layer1(image[0])` fails | it still fails, and the message is worded differently |
# | `<tf.Variable 'conv2d_1/kernel:0' …>` | `<Variable path=…/kernel, …>`, a variable of Keras |
# | `np.squeeze`, then `tf.reshape` | `np.squeeze` is enough |
# | `model(X_train)` on all of MNIST, for one picture | it runs, and holds 1.62 GB of maps in memory |
#
# ## A row of 64 numbers, and the same as a picture

# %%
data = load_digits()
print(data.data[0][:16])
print(data.images[0][:2])

image = data.images.reshape(1797, 8, 8, 1)
print(data.data.shape, data.images.shape, "→", image.shape, image.dtype)

# %% [markdown]
# ```text title="Output"
# [ 0.  0.  5. 13.  9.  1.  0.  0.  0.  0. 13. 15. 10. 15.  5.  0.]
# [[ 0.  0.  5. 13.  9.  1.  0.  0.]
#  [ 0.  0. 13. 15. 10. 15.  5.  0.]]
# (1797, 64) (1797, 8, 8) → (1797, 8, 8, 1) float64
# ```
#
# scikit-learn gives each digit twice: in `data.data` as a row of 64 numbers, and in `data.images` as
# 8 rows of 8. A dense layer reads the row. A convolution reads the picture, because only the picture
# says which pixels are neighbours. ([Flatten](../lessons/flatten.md) makes such a row of maps, further
# down a network.) The reshape adds an axis for the channel.
#
# ## A layer without weights

# %%
layer1 = tf.keras.layers.Conv2D(2, (3, 3))  # 2 filters; 3 would do for (3, 3)
print("built:", layer1.built, "| weights:", layer1.weights)

# %% [markdown]
# ```text title="Output"
# built: False | weights: []
# ```
#
# The notes call this *lazy evaluation*. The usual name is **deferred building**. How many weights a
# filter needs depends on the channels of its input, so Keras waits for the first input. The notes
# also say that the layer works by im2col inside. That is [a good way to think of
# it](../lessons/conv2d.md#thirty-two-filters-are-thirty-two-perceptrons-slid), and the library
# chooses another way where that is faster.
#
# ## One picture is refused
#
# The next cell failed in 2021, and it fails today:

# %%
try:
    layer1(image[0])
except ValueError as error:
    print(error)

# %% [markdown]
# ```text title="Output"
# Input 0 with name 'None' of layer 'conv2d' is incompatible with the layer: expected min_ndim=4, found ndim=3. Full shape received: (8, 8, 1)
# ```
#
# In the notes the message ends with the same words; only its beginning has changed. The layer reads a
# batch, even if it is a batch of one, so the picture needs an axis in front. `tf.newaxis` adds one,
# and so does a slice:

# %%
print(image[0].shape, "→", image[0][tf.newaxis].shape, "=", image[:1].shape)
result = layer1(image[0][tf.newaxis])
print(result.shape, result.dtype)
print("built:", layer1.built)

# %% [markdown]
# ```text title="Output"
# (8, 8, 1) → (1, 8, 8, 1) = (1, 8, 8, 1)
# (1, 6, 6, 2) <dtype: 'float32'>
# built: True
# ```
#
# Now the layer has its weights. (The pixels are `float64`; the layer turned them into `float32`.)
#
# ## The weights, as the session had them
#
# A layer draws its weights at random, Glorot uniform, as the notes say. So yours differ from those of
# the session. Give the layer the session's weights, and compare its maps with those that the session
# printed:

# %%
layer1.set_weights([printed_kernel, np.zeros(2)])
layer1_result = layer1(image[0][tf.newaxis])

map_0, map_1 = np.moveaxis(layer1_result[0].numpy(), -1, 0)
print(f"map 0 differs by at most {np.abs(map_0 - printed_map).max():.5f}")
corners = map_1[[0, 5], [0, 5]]
print(f"map 1 differs by at most {np.abs(corners - printed_corners).max():.5f}")

# %% [markdown]
# ```text title="Output"
# map 0 differs by at most 0.00000
# map 1 differs by at most 0.00000
# ```
#
# All 36 numbers of the first map are those of the notes, and so are the two of the second map that
# they print. The picture at the top shows both maps.
#
# ## What a weight prints

# %%
print(len(layer1.weights), type(layer1.weights[0]).__name__)
print(layer1.weights[1])  # the bias
print(layer1.weights[0].name, layer1.weights[0].shape, layer1.weights[0].dtype)

# %% [markdown]
# ```text title="Output"
# 2 Variable
# <Variable path=conv2d/bias, shape=(2,), dtype=float32, value=[0. 0.]>
# kernel (3, 3, 1, 2) float32
# ```
#
# In 2021 the bias was printed as `<tf.Variable 'conv2d_1/bias:0' …>`. Since Keras 3 the same code runs
# on TensorFlow, JAX or PyTorch, so a weight is a variable of Keras. Its `name` is only `kernel` or
# `bias`, and the name of the layer is in its `path`. `layer1.get_weights()` gives the numbers.
#
# The shape (3, 3, 1, 2) says: 3×3, on 1 channel, 2 filters. The filter comes last, so
# `layer1.weights[0][..., 0]` is the first one.
#
# /// details | One filter without its channel: `squeeze` and `reshape`

# %%
print(layer1.weights[0][..., 0].shape)
print(np.squeeze(layer1.weights[0][..., 0]))

one_by_one = np.zeros((1, 1, 1))  # a 1×1 filter on one channel
print(np.squeeze(one_by_one).shape, "|", tf.reshape(one_by_one, (1, 1)).shape)

# %% [markdown]
# ```text title="Output"
# (3, 3, 1)
# [[ 0.06324342 -0.14388585 -0.40798104]
#  [-0.24675035 -0.3730538  -0.22161803]
#  [ 0.11666891 -0.17990309 -0.34412956]]
# () | (1, 1)
# ```
#
# `np.squeeze` drops every axis of length 1. After it, the notes also call `tf.reshape(…, (3, 3))`. The
# shape is (3, 3) already, so that only turns an array of NumPy into a tensor. The last line shows where
# the two differ. A filter of 1×1 has three axes of length 1, and `squeeze` drops them all, while
# `reshape` gives the shape that you ask for, or an error. To be safe with `squeeze`, name the axis:
# `np.squeeze(kernel, axis=-1)`.
#
# ///
#
# ## The filters as pictures
#
# ![Two 3×3 squares in shades of grey. In filter 0 the upper left and lower left cells are the lightest; in filter 1 the lower left and the lower middle ones are.](figures/class-session-filters.svg)
#
# /// details | How it is drawn

# %%
figure, axes = plt.subplots(1, 2, figsize=(6, 1.8), layout="constrained")
for number, ax in enumerate(axes):
    ax.imshow(np.squeeze(layer1.weights[0][..., number]), cmap="gray")
    ax.set(title=f"filter {number}", xticks=[], yticks=[])

# %% [markdown]
# ///
#
# `imshow` draws the smallest number of each picture black and its largest white. So one grey stands for
# different weights on the left and on the right, and you cannot see which weights are negative.
# [Looking inside](looking-inside.py) draws both filters on one scale, with a colour for the sign.
#
# ## MNIST through a layer
#
# The session builds a model of one layer with ten filters, and draws three of its maps. The first line
# reads `plt.imshow(model(X_train)[0][..., 0], cmap='gray')`; the others take another map. Count what
# such a line asks for:

# %% needs="mnist"
(X_train, y_train), (X_test, y_test) = mnist()
X_train = X_train.reshape(-1, 28, 28, 1)
print(X_train.shape, X_train.dtype, "from", X_train.min(), "to", X_train.max())

numbers = len(X_train) * 26 * 26 * 10
print(f"{numbers:,} numbers of 4 bytes: {4 * numbers / 1e9:.2f} GB")
print(f"drawn: {26 * 26}")

# %% [markdown]
# ```text title="Output"
# (60000, 28, 28, 1) uint8 from 0 to 255
# 405,600,000 numbers of 4 bytes: 1.62 GB
# drawn: 676
# ```
#
# `model(X_train)` computes all maps of all digits at once, and the plot shows one map of one digit.
# The session has nine such lines. Ask for what you want to see, `model(X_train[:1])`, and the picture
# is the same. (`mnist()` reads the same file as `tf.keras.datasets.mnist.load_data()`, and never
# downloads by itself.)
#
# /// details | The model, and what it makes of pixels from 0 to 255

# %% needs="mnist"
tf.keras.utils.set_random_seed(1)
input_ = tf.keras.Input(shape=(28, 28, 1))
x = tf.keras.layers.Conv2D(10, 3, name="conv")(input_)
model = tf.keras.models.Model(input_, x)

ten_maps = model(X_train[:1])
scaled_maps = model(X_train[:1] / 255)
difference = np.abs(ten_maps - 255 * scaled_maps).max()
print(ten_maps.shape, ten_maps.dtype)
print(f"raw against 255 × scaled: at most {difference:.3f} apart")

# %% [markdown]
# ```text title="Output"
# (1, 26, 26, 10) <dtype: 'float32'>
# raw against 255 × scaled: at most 0.000 apart
# ```
#
# The pixels go in as they are, from 0 to 255. For looking at maps this does no harm: the layer is
# linear and its biases are 0, so scaled pixels give the same maps, divided by 255, and `imshow`
# stretches both to the same picture. For [training](../lessons/scaling.md) it does matter.
#
# The pixels are also of type `uint8`. A model turns them into floats, because its `Input` says so. A
# layer by itself does not:

# %% needs="mnist"
try:
    model.get_layer("conv")(X_train[:1])
except ValueError as refusal:
    message = str(refusal)
    print(message[message.index("Incompatible") :].partition(" (Variable")[0])

# %% [markdown]
# ```text title="Output"
# Incompatible type conversion requested to type uint8 for `tf.Variable of type float32.
# ```
#
# Convert first: `X_train.astype("float32")`.
#
# ///
#
# ## MNIST through a layer and ReLU
#
# ![Three maps of a handwritten five after ReLU. Above in gray, bright on black; below the same three in binary, dark on white. Map 0 is nearly empty, map 1 shows edges, map 2 the whole digit.](figures/class-session-relu.svg)
#
# /// details | How it is computed and drawn

# %% needs="mnist"
x = tf.keras.layers.ReLU()(model.output)
model = tf.keras.models.Model(input_, x)
rectified = model(X_train[:1])

figure, axes = plt.subplots(2, 3, figsize=(6, 3.6), layout="constrained")
for row, cmap in zip(axes, ("gray", "binary"), strict=True):
    for number, ax in enumerate(row):
        ax.imshow(rectified[0][..., number], cmap=cmap)
        ax.set(title=f"map {number}, {cmap}", xticks=[], yticks=[])

# %% [markdown]
# ///
#
# These are three of the ten maps of a handwritten five, after ReLU. The session draws each one twice. The
# name `binary` misleads: it is `gray` turned round, from white for the smallest number to black for the
# largest, with [all shades between](looking-inside.py#gray-binary-and-a-colour-for-the-sign).
#
# ## `mglearn.plot_scaling`
#
# ![Five scatter plots of two groups of points. Original: two groups far to the right of the origin. StandardScaler and RobustScaler: round clouds about the origin. MinMaxScaler: a small cloud in the square from 0 to 1. Normalizer: all points on an arc of a circle.](figures/class-session-scaling.svg)
#
# /// details | How it is drawn

# %%
X, y = make_blobs(n_samples=50, centers=2, random_state=4, cluster_std=1)
X += 3
clouds = {"original": X}
for scaler in (StandardScaler(), RobustScaler(), MinMaxScaler(), Normalizer()):
    clouds[type(scaler).__name__] = scaler.fit_transform(X)

point_clouds.clouds(clouds, y, labels=["feature 0", "feature 1"])

# %% [markdown]
# ///
#
# Under *The importance of initial values*, the notes install `mglearn`, the package of [Müller and
# Guido's book](../reference/bibliography.md#muller-2016), and call
# `mglearn.plot_scaling.plot_scaling()`. This is its figure, drawn again from the same points and with the
# same scalers of scikit-learn. Two things differ. In `mglearn`, the axes of the original points are
# stretched to fill their box; here one unit is as long to the right as it is upwards, because that is
# how a network sees the numbers. And in `mglearn` the small drawings end at ±2 and cut off some points.
#
# The notes conclude that min-max scaling gives a square, so that no direction is larger than another,
# and that learning is then fast and exact. [Scaling and initial values](../lessons/scaling.md) tests
# that. For a linear model of two features a square helps, and subtracting the mean helps more. For a
# network that reads pixels the division matters most.
#
# ## Predict, then run
#
# **1.** What does `layer1(data.data[:1])` do? It has a batch axis.
#
# /// details | Answer
# It fails, because a row of 64 has neither height nor width nor channels. Give the numbers their
# shape back, and it works.

# %%
try:
    layer1(data.data[:1])
except ValueError as error:
    print(error)

print(layer1(data.data[:1].reshape(-1, 8, 8, 1)).shape)

# %% [markdown]
# ```text title="Output"
# Input 0 with name 'None' of layer 'conv2d' is incompatible with the layer: expected min_ndim=4, found ndim=2. Full shape received: (1, 64)
# (1, 6, 6, 2)
# ```
#
# ///
#
# **2.** The session's comment says: 8−3+1 = 6, so the result is 6×6. What do you get from
# `layer1(X_train[:1].astype("float32"))`, with pictures of 28×28 pixels, from the same layer?
#
# /// details | Answer
# 28 − 3 + 1 = 26, so two maps of 26×26. A convolution layer is built for a number of channels, not
# for a size of picture.

# %% needs="mnist"
print(layer1(X_train[:1].astype("float32")).shape)

# %% [markdown]
# ```text title="Output"
# (1, 26, 26, 2)
# ```
#
# ///
#
# Onward: [Looking inside](looking-inside.py), every layer of a trained network. Back to
# [the lessons](../lessons/conv2d.md).
