# ---
# title: Looking inside
# description: How to see the filters and the feature maps of every layer of a trained network in Keras, before and after training.
# tags: [visualize filters, visualize feature maps, intermediate activations, intermediate outputs, get_weights, multi-output model, 특징 맵 시각화, 중간 결과]
# accounted:
#   1,347: three quarters of scikit-learn's digits
#   450: the digits that are left for the test
# ---

# %% [markdown]
# # Looking inside a trained network: filters and feature maps
#
# ![Two rows of eight 3×3 kernels on one colour scale. Above, before training, pale mixtures of red and blue. Below, after training, the same kernels with stronger colours; in most of them you can still see the pattern they started with.](figures/looking-inside-filters.svg)
#
# /// details | How it is trained and drawn

# %%
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

from cnn_docs import data
from cnn_docs.experiments import results
from cnn_docs.figures import diagrams, images
from cnn_docs.models import digit_network

digits, labels = data.digits()
batch = data.add_channel(data.scale_to_unit(digits, maximum=16))
parts = data.split(batch, labels, test_fraction=0.25, seed=0)

tf.keras.utils.set_random_seed(0)
untrained = digit_network()
trained = digit_network()
trained.set_weights(untrained.get_weights())
trained.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
trained.fit(parts.x_train, parts.y_train, epochs=15, batch_size=32, verbose=0)

before = untrained.get_layer("conv1").get_weights()[0][:, :, 0]
after = trained.get_layer("conv1").get_weights()[0][:, :, 0]
images.before_after(before[..., :8], after[..., :8])

# %% [markdown]
# ///
#
# These are eight of the 32 filters in the first layer of the digit network, before and after it
# learned to read 1,347 small digits. What has training changed? And what does the network see with
# such filters? To answer, you have to open a network and take out its weights and its feature maps.
# This page is a notebook that shows how, in Keras.
#
# ## Get the weights of a layer
#
# A layer has no weights until it knows how many channels its input has. It makes them at its first
# call:

# %%
layer = tf.keras.layers.Conv2D(2, 3)
print("before the first call:", layer.built, len(layer.weights), "weights")
maps = layer(batch[:1])
print("after the first call: ", layer.built, len(layer.weights), "weights")
print("kernel", layer.kernel.shape, "and bias", layer.bias.shape)

# %% [markdown]
# ```text title="Output"
# before the first call: False 0 weights
# after the first call:  True 2 weights
# kernel (3, 3, 1, 2) and bias (2,)
# ```
#
# ([The class session](class-session.py) does this step by step, as the class notes behind this course
# do.) Read the shape of the kernel from the end: 2 filters, each on 1 channel, each of 3×3. In a
# model you find a layer by its name, and `get_weights()` gives its arrays as NumPy arrays:

# %%
for layer in trained.layers:
    shapes = [array.shape for array in layer.get_weights()]
    print(layer.name, *shapes)

kernel, bias = trained.get_layer("conv1").get_weights()
print("filter 0:")
print(kernel[:, :, 0, 0].round(2))

# %% [markdown]
# ```text title="Output"
# conv1 (3, 3, 1, 32) (32,)
# relu1
# conv2 (3, 3, 32, 32) (32,)
# relu2
# pooling
# dropout
# flatten
# dense (128, 10) (10,)
# filter 0:
# [[ 0.09 -0.2  -0.23]
#  [ 0.07  0.04 -0.03]
#  [ 0.18  0.26  0.32]]
# ```
#
# Only three of the eight layers have weights. The filters run along the *last* axis, so
# `kernel[:, :, 0, 0]` is the first one.
#
# ## All 32 filters, before and after training

# %%
numbers = [str(number) for number in range(32)]
images.kernels(
    np.concatenate([before, after], axis=-1), titles=2 * numbers, values=False
)

# %% [markdown]
# ![Sixty-four 3×3 kernels in eight rows. The upper four rows, before training, are pale mixtures of red and blue. The lower four rows, after training, have the same numbers and stronger colours; many have one side blue and the other red, or a blue stroke.](figures/looking-inside-all-filters.svg)
#
# The upper four rows are the filters before training, the lower four the same filters after it, all on
# one scale. Blue is positive, red is negative, white is 0. Many trained filters have a positive side and a
# negative side, or a positive stroke: they respond to edges and lines. But training did not start from
# nothing. How similar is each filter to what it was? The *cosine* of two filters is 1 if they have
# the same pattern, 0 if they have nothing in common:

# %%
def cosines(first, second):
    first, second = first.reshape(9, -1), second.reshape(9, -1)
    lengths = np.linalg.norm(first, axis=0) * np.linalg.norm(second, axis=0)
    return (first * second).sum(axis=0) / lengths


sizes = [np.abs(kernels).mean().round(2) for kernels in (before, after)]
print(f"size of a weight: {sizes[0]:.2f}, then {sizes[1]:.2f}")
print(f"cosine with its own start:       {cosines(before, after).mean():.2f}")
others = np.roll(before, 1, axis=-1)
print(f"cosine with another one's start: {cosines(others, after).mean():.2f}")

# %% [markdown]
# ```text title="Output" within="0.15"
# size of a weight: 0.07, then 0.16
# cosine with its own start:       0.82
# cosine with another one's start: 0.07
# ```
#
# **Training makes the filters stronger, and most of them keep the pattern that they happened to start
# with.** From another start you get other filters, which read the digits just as well. The notes speak of
# the 32 filters that know 0 to 9 best. An [experiment](../evidence/width.md) trained from many starts:

# %%
print(results.found("width"))

# %% [markdown]
# ```text title="Output"
# Paired with the most similar filter of another start, a trained filter has a cosine of 0.66, a random one of 0.56: there is no one best set.
# ```
#
#
# ## Get the feature maps of every layer with one model
#
# A Keras model may have many outputs. Take the input of the network, name the output of every layer,
# and one call gives all that the network computes on its way:

# %%
inside = tf.keras.Model(
    trained.inputs[0], [layer.output for layer in trained.layers]
)
digit = parts.x_test[:1]
activations = inside(digit)
print(len(activations), "outputs, the first of shape", activations[0].shape)

# %% [markdown]
# ```text title="Output"
# 8 outputs, the first of shape (1, 6, 6, 32)
# ```
#
# Here is everything at once, for the same digit: every map of every layer of the untrained network,
# and then of the trained one. In each row black is the smallest number and white the largest.

# %%
diagrams.network(untrained, image=digit[0])

# %% [markdown]
# ![The digit network from the image of a two to ten probabilities, untrained. In the first layer many maps are black, others show pieces of the digit. At the end the ten cells, numbered 0 to 9, have all shades of grey.](figures/looking-inside-network-untrained.svg)

# %%
diagrams.network(trained, image=digit[0])

# %% [markdown]
# ![The same, trained. Nearly all maps of the first layer show the digit or its edges, those of the second are mostly dark with a few bright cells. Of the ten cells at the end, the one numbered 2 is white and the others are black.](figures/looking-inside-network-trained.svg)
#
# The first layer's maps still show the digit, once for each filter. After the second layer you cannot
# see a digit any more. A few bright cells in black maps say that a feature is there, and roughly where.
# The last row is the answer:

# %%
print("label:", parts.y_test[0])
for name, model in (("untrained", untrained), ("trained", trained)):
    probabilities = model(digit)[0].numpy()
    print(
        f"{name:9} answers {probabilities.argmax()}",
        f"with probability {probabilities.max():.2f}",
    )

# %% [markdown]
# ```text title="Output"
# label: 2
# untrained answers 6 with probability 0.12
# trained   answers 2 with probability 0.99
# ```
#
# ## Is a black map a dead filter?
#
# Some maps of the second layer are black. Is the filter useless, or only not needed for this digit? Look
# at the largest value that each map reaches on this digit, and on all 450 test digits:

# %%
on_all = inside(parts.x_test)
for name in ("relu1", "relu2"):
    index = [layer.name for layer in trained.layers].index(name)
    here = (activations[index].numpy().max(axis=(0, 1, 2)) == 0).sum()
    ever = (on_all[index].numpy().max(axis=(0, 1, 2)) == 0).sum()
    print(f"{name}: {here} of 32 maps are 0 here, {ever} on all digits")

# %% [markdown]
# ```text title="Output" within="4"
# relu1: 0 of 32 maps are 0 here, 0 on all digits
# relu2: 3 of 32 maps are 0 here, 3 on all digits
# ```
#
# A filter that is zero on one digit and active on another is doing its job. A filter that is zero on
# all digits is **dead**: it takes no part in any answer, and [learns no more](../lessons/relu.md). So the
# notes' "32 different views" of a digit are at most 32. And views that are not dead may still be alike,
# as another [experiment](../evidence/views.md) found:

# %%
print(results.found("views"))

# %% [markdown]
# ```text title="Output"
# Half of the 32 maps left out, 2.7 in place of 2.1 % are misread; the maps are worth 12 different ones.
# ```
#
# ## `gray`, `binary` and a colour for the sign
#
# The notes draw maps with `cmap="gray"` and with `cmap="binary"`. `binary` sounds as if it made a map
# black and white. It is `gray` turned round, from white for the smallest number to black for the
# largest, with all shades between:

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
# Both stretch each picture from its own smallest number to its own largest, so the same grey means
# different numbers in two pictures, and zero can be any shade. To see signs, use a colour map with
# white in the middle, such as `RdBu`, and give it equal limits on both sides.
#
# ## Predict, then run
#
# **1.** Put the untrained filters back into the first layer of the trained network, and leave all
# other layers trained. How many of the test digits does it still read?
#
# /// details | Answer
# Fewer, but still most of them. The second layer learned to read the maps of the trained filters. The
# old filters have similar patterns, but their maps are weaker and differ in detail.

# %%
def misread(model):
    answers = model(parts.x_test).numpy().argmax(axis=1)
    return 100 * np.mean(answers != parts.y_test)


mixed = digit_network()
mixed.set_weights(untrained.get_weights()[:2] + trained.get_weights()[2:])
print(f"trained: {misread(trained):.0f} % misread")
print(f"with the first layer put back: {misread(mixed):.0f} % misread")

# %% [markdown]
# ```text title="Output" within="25"
# trained: 2 % misread
# with the first layer put back: 31 % misread
# ```
#
# ///
#
# **2.** Reverse the order of the 32 trained filters in the first layer, with their biases. What happens
# to the answers? What else must you reverse to get them back?
#
# /// details | Answer
# The second layer finds every map in the wrong place, so most answers are wrong. Reverse the input
# channels of its kernel too, and all answers are as they were. The order of filters has no meaning.

# %%
first, first_bias, second, *others = trained.get_weights()
swapped = digit_network()
swapped.set_weights([first[..., ::-1], first_bias[::-1], second, *others])
print(f"first layer reversed: {misread(swapped):.0f} % misread")
swapped.set_weights(
    [first[..., ::-1], first_bias[::-1], second[:, :, ::-1], *others]
)
print(f"second layer too:     {misread(swapped):.0f} % misread")

# %% [markdown]
# ```text title="Output" within="20"
# first layer reversed: 73 % misread
# second layer too:     2 % misread
# ```
#
# ///
#
# **3.** `Conv2D(2, 3)` has 2 filters. How many weights and biases does it have on grey pictures,
# and how many on pictures in colour?
#
# /// details | Answer
# On grey pictures 2 × 9 + 2 = 20. On colour pictures a filter has 3 × 9 = 27 weights, so there are
# 2 × 27 + 2 = 56.

# %%
for channels in (1, 3):
    layer = tf.keras.layers.Conv2D(2, 3)
    layer.build((None, 8, 8, channels))
    print(channels, "channels:", layer.count_params())

# %% [markdown]
# ```text title="Output"
# 1 channels: 20
# 3 channels: 56
# ```
#
# ///
#
# Onward: [the class session](class-session.py), or [a second layer](../lessons/stacking.md) and how far
# it sees.
