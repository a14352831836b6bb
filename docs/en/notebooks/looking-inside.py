# ---
# title: Looking inside
# description: One convolution layer opened up, from its first call to the maps of a whole batch.
# ---

# %% [markdown]
# # Looking inside: a layer's weights and its maps
#
# A layer is an object that you can open. This page is a notebook: it makes one convolution layer,
# looks at its weights, draws them, and draws what they make of a digit. Then it does the same with
# MNIST, without and with ReLU.
#
# ## A digit

# %%
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

from cnn_docs import data
from cnn_docs.figures import images

digits, labels = data.digits()
print(digits.shape, digits.dtype, "label of the first:", labels[0])
print(digits[0].astype(int))

# %% [markdown]
# ```text title="Output"
# (1797, 8, 8) float32 label of the first: 0
# [[ 0  0  5 13  9  1  0  0]
#  [ 0  0 13 15 10 15  5  0]
#  [ 0  3 15  2  0 11  8  0]
#  [ 0  4 12  0  0  8  8  0]
#  [ 0  5  8  0  0  9  8  0]
#  [ 0  4 11  0  1 12  7  0]
#  [ 0  2 14  5 10 12  0  0]
#  [ 0  0  6 13 10  0  0  0]]
# ```
#
# There are 1,797 pictures of 8×8 pixels, and each pixel is a number from 0 to 16. With
# `cmap="gray"`, `imshow` draws the smallest number of a picture black and its largest, here 15,
# white:

# %%
plt.figure(figsize=(6, 4.5))
plt.imshow(digits[0], cmap="gray")
plt.colorbar(label="grey value")

# %% [markdown]
# ![A handwritten zero as 8×8 grey squares: a bright ring around a dark hole, on black. A colour bar runs from 0, black, to 15, white.](figures/looking-inside-digit.svg)
#
# A convolution layer expects four axes: (pictures, height, width, channels). Grey is one
# channel, and it still needs its axis ([Channels](../lessons/channels.md) says why):

# %%
batch = data.add_channel(digits)
print(digits.shape, "→", batch.shape)

# %% [markdown]
# ```text title="Output"
# (1797, 8, 8) → (1797, 8, 8, 1)
# ```
#
# ## One layer, before and after its first call

# %%
# 2 filters of 3×3; (3, 3) may be written as 3
layer = tf.keras.layers.Conv2D(2, (3, 3), name="first")
print("built:", layer.built, "| weights:", len(layer.weights))

# %% [markdown]
# ```text title="Output"
# built: False | weights: 0
# ```
#
# There is nothing to look at yet. How many weights a filter has depends on the channels of its
# input, and the layer has not seen any. It makes its weights on the first call: *deferred
# building*. Call it on one picture, and it refuses:

# %%
try:
    layer(batch[0])
except ValueError as error:
    print(error)

# %% [markdown]
# ```text title="Output"
# Input 0 with name 'None' of layer 'first' is incompatible with the layer: expected min_ndim=4, found ndim=3. Full shape received: (8, 8, 1)
# ```
#
# The picture has three axes, and the layer wants a batch, even a batch of one. A new axis in front
# makes it one:

# %%
result = layer(batch[0][np.newaxis])
print(batch[0].shape, "→", batch[0][np.newaxis].shape, "→", result.shape)
print("built:", layer.built)
print("weights:", [(w.name, tuple(w.shape)) for w in layer.weights])

# %% [markdown]
# ```text title="Output"
# (8, 8, 1) → (1, 8, 8, 1) → (1, 6, 6, 2)
# built: True
# weights: [('kernel', (3, 3, 1, 2)), ('bias', (2,))]
# ```
#
# The picture became two maps of 6×6, because a window of 3 pixels fits into 8 at 8 − 3 + 1 = 6
# places. And the layer now has two arrays: a **kernel** and a **bias**.
#
# ## Its weights
#
# Keras drew the kernel at random ([Conv2D](../lessons/conv2d.md) shows between which limits), so yours would
# differ from ours. To have the same numbers, put in these. They are the draw of the class session
# whose notes this course follows.

# %%
kernel = np.zeros((3, 3, 1, 2), dtype="float32")
kernel[..., 0, 0] = [
    [0.06324342, -0.14388585, -0.40798104],
    [-0.24675035, -0.3730538, -0.22161803],
    [0.11666891, -0.17990309, -0.34412956],
]
kernel[..., 0, 1] = [
    [0.15853754, -0.19692683, 0.04143384],
    [-0.07410842, 0.22583339, 0.13686094],
    [0.40331647, 0.3350769, -0.15513435],
]
layer.set_weights([kernel, np.zeros(2)])

weights, bias = layer.get_weights()
print("kernel:", weights.shape, "bias:", bias)
print("its first row:")
print(weights[0].round(2))

# %% [markdown]
# ```text title="Output"
# kernel: (3, 3, 1, 2) bias: [0. 0.]
# its first row:
# [[[ 0.06  0.16]]
#
#  [[-0.14 -0.2 ]]
#
#  [[-0.41  0.04]]]
# ```
#
# Read the shape (3, 3, 1, 2) from the back: 2 filters, each on 1 channel, each of 3×3. As it lies
# in memory the kernel is hard to read, because the filters run along the *last* axis: each
# innermost pair holds one weight of both. Cut out one filter, and drop the axis of length 1:

# %%
first, second = np.squeeze(weights[..., 0]), np.squeeze(weights[..., 1])
print(weights[..., 0].shape, "→", first.shape)
print("filter 0:")
print(first.round(3))
print("filter 1:")
print(second.round(3))

# %% [markdown]
# ```text title="Output"
# (3, 3, 1) → (3, 3)
# filter 0:
# [[ 0.063 -0.144 -0.408]
#  [-0.247 -0.373 -0.222]
#  [ 0.117 -0.18  -0.344]]
# filter 1:
# [[ 0.159 -0.197  0.041]
#  [-0.074  0.226  0.137]
#  [ 0.403  0.335 -0.155]]
# ```
#
# As pictures, once in grey as `imshow` draws them, and once with a colour for the sign, which grey
# hides:

# %%
figure, axes = plt.subplots(1, 2, figsize=(6, 3))
for number, ax in enumerate(axes):
    ax.imshow((first, second)[number], cmap="gray")
    ax.set(title=f"filter {number}", xticks=[], yticks=[])

# %% [markdown]
# ![Two 3×3 squares in shades of grey. In filter 0 the upper left and lower left cells are the lightest; in filter 1 the lower left and the lower middle ones are.](figures/looking-inside-kernels-gray.svg)

# %%
images.kernels([first, second], titles=["filter 0", "filter 1"])

# %% [markdown]
# ![The same two kernels with their weights written in. Filter 0 is negative in seven of nine cells, most of all on the right; filter 1 is positive in six, most of all at its lower left.](figures/looking-inside-kernels.svg)
#
# Each picture of a kernel in `gray` stretches its own smallest weight to black and its own largest
# to white, so the same shade means different numbers in the two. That is why the figures of this
# course put one scale under all kernels, with white for zero.
#
# ## Its maps

# %%
maps = layer(batch[0][np.newaxis])
print(maps.shape)
print(maps[0, ..., 0].numpy().round(3))

# %% [markdown]
# ```text title="Output"
# (1, 6, 6, 2)
# [[-10.623 -17.234 -14.856 -15.189 -13.478  -5.659]
#  [-14.596 -16.462  -8.463 -12.294 -13.635  -5.975]
#  [-14.356  -9.104  -1.367  -9.231 -13.976  -5.803]
#  [-13.615  -7.204  -0.276  -9.568 -13.996  -5.71 ]
#  [-13.091  -9.931  -5.137 -12.05  -11.826  -4.754]
#  [-10.977 -13.707 -12.328 -12.946 -10.297  -3.209]]
# ```
#
# The first map, and both as pictures:

# %%
images.feature_maps(
    [digits[0], maps[0, ..., 0], maps[0, ..., 1]],
    titles=["digit 8×8", "map 0, 6×6", "map 1, 6×6"],
    cmap=["gray", "diverging", "diverging"],
)

# %% [markdown]
# ![The zero beside its two maps. Map 0 is red throughout, palest over the hole. Map 1 is blue nearly everywhere, strongest along the bottom of the ring, and as pale over the hole.](figures/looking-inside-maps.svg)
#
# Filter 0 is nearly all negative, so its answer is negative wherever there is ink, and close to 0
# over the hole. What would ReLU leave of this map? The next cells show that on larger pictures.
#
# ## MNIST through one layer
#
# MNIST has 60,000 training digits of 28×28 pixels, from 0 to 255. Ten filters of 3×3 make ten maps
# of 26×26 of each.

# %% needs="mnist"
(x_train, y_train), (x_test, y_test) = data.mnist()
x_train = data.add_channel(x_train)
print(x_train.shape, x_train.dtype, "from", x_train.min(), "to", x_train.max())

output_bytes = len(x_train) * 26 * 26 * 10 * 4  # float32 takes 4 bytes
print(f"all maps of all digits: {output_bytes / 1e9:.2f} GB")

# %% [markdown]
# ```text title="Output"
# (60000, 28, 28, 1) uint8 from 0 to 255
# all maps of all digits: 1.62 GB
# ```
#
# So do not write `model(x_train)`, which would hold all these maps in memory at once. Eight digits
# are enough to look at. Keras computes in `float32`; pixels of type `uint8` are converted first.

# %% needs="mnist"
tf.keras.utils.set_random_seed(1)
input_ = tf.keras.Input(shape=(28, 28, 1))
x = tf.keras.layers.Conv2D(10, 3, name="conv")(input_)
model = tf.keras.Model(input_, x)

eight = x_train[:8].astype("float32")
maps = model(eight).numpy()
print(eight.shape, "→", maps.shape)
print("labels:", y_train[:8])
print(f"smallest {maps.min():.0f}, largest {maps.max():.0f}")

# %% [markdown]
# ```text title="Output"
# (8, 28, 28, 1) → (8, 26, 26, 10)
# labels: [5 0 4 1 9 2 1 3]
# smallest -270, largest 194
# ```
#
# Ten filters, ten views of the first digit, a five:

# %% needs="mnist"
figure, axes = plt.subplots(2, 5, figsize=(6, 3))
for number, ax in enumerate(axes.flat):
    ax.imshow(maps[0, ..., number], cmap="gray")
    ax.set(title=f"map {number}", xticks=[], yticks=[])

# %% [markdown]
# ![Ten grey maps of a handwritten five, which can be made out in all. In maps 0 and 5 it is dark on a light ground, in maps 2 and 8 light on a dark ground; in the others bright and dark edges run side by side on grey.](figures/looking-inside-mnist-maps.svg)
#
# The even grey around the digit is 0 in each of them, so you can read the signs: where the five is
# darker than its ground, the filter answers ink with negative numbers; where it is lighter, with
# positive ones. Most answer with both, one on each side of a stroke: they have found its edges, and
# by chance, since no filter has been trained.
#
# ## MNIST through one layer and ReLU
#
# The same layer with the same weights, and ReLU behind it: what is below 0 becomes 0.

# %% needs="mnist"
x = tf.keras.layers.ReLU()(model.output)
rectified_model = tf.keras.Model(model.input, x)
rectified = rectified_model(eight).numpy()

print("equal to max(0, map):", np.array_equal(rectified, np.maximum(0, maps)))
for number in range(3):
    zeros = np.mean(rectified[0, ..., number] == 0)
    print(f"map {number}: {zeros:.0%} of its 676 numbers are 0")

# %% [markdown]
# ```text title="Output"
# equal to max(0, map): True
# map 0: 99% of its 676 numbers are 0
# map 1: 81% of its 676 numbers are 0
# map 2: 62% of its 676 numbers are 0
# ```
#
# The first three maps, in `gray` and in `binary`:

# %% needs="mnist"
figure, axes = plt.subplots(2, 3, figsize=(6, 4.4))
for row, cmap in zip(axes, ("gray", "binary"), strict=True):
    for number, ax in enumerate(row):
        ax.imshow(rectified[0, ..., number], cmap=cmap)
        ax.set(title=f"map {number}, {cmap}", xticks=[], yticks=[])

# %% [markdown]
# ![Three rectified maps of the five. Map 0 is empty but for a few specks, map 1 shows edges, map 2 the whole digit. Above they are drawn in gray, bright on black; below in binary, dark on white.](figures/looking-inside-relu.svg)
#
# Map 0 keeps a few specks: its filter answered nearly all ink with negative numbers, and ReLU removed
# them. `binary` sounds as if it made black and white of the picture. It does not: it is `gray` turned
# round, so that 0 is white and the largest number is black, with all shades between:

# %%
shades = np.linspace(0, 1, 5)
for name in ("gray", "binary"):
    print(f"{name:>6}:", plt.get_cmap(name)(shades)[:, 0].round(2))

# %% [markdown]
# ```text title="Output"
#   gray: [0.   0.25 0.5  0.75 1.  ]
# binary: [1.   0.75 0.5  0.25 0.  ]
# ```
#
# For rectified maps it is a good choice: most of them is 0, and ink on white paper is what we are
# used to reading.
#
# ## Predict, then run
#
# **1.** `layer` has 2 filters on one channel. How many numbers does it hold in all, and how many
# would it hold on pictures in colour?
#
# /// details | Answer
# 2 × 9 weights and 2 biases are 20. With three channels a filter has 27 weights: 2 × 27 + 2 = 56.

# %%
on_colour = tf.keras.layers.Conv2D(2, 3)
on_colour.build((None, 8, 8, 3))
print(layer.count_params(), on_colour.count_params())

# %% [markdown]
# ```text title="Output"
# 20 56
# ```
#
# ///
#
# **2.** What does map 0 of the digit look like after ReLU?
#
# /// details | Answer
# Black. Every number of that map is negative, so all 36 become 0. Filter 0 tells nothing about this
# digit any more; on another digit, or with another bias, it may.

# %%
first_map = layer(batch[:1])[0, ..., 0].numpy()
print("largest number:", first_map.max())
print("after ReLU:", np.maximum(0, first_map).max())

# %% [markdown]
# ```text title="Output"
# largest number: -0.2758534
# after ReLU: 0.0
# ```
#
# ///
#
# Onward: [Stacking](../lessons/stacking.md), a second layer that looks at the maps of the first.
