# ---
# title: Looking inside
# description: How to see the filters and the feature maps of every layer of a trained network in Keras, before and after training.
# tags: [visualize filters, visualize feature maps, intermediate activations, intermediate outputs, get_weights, multi-output model, 특징 맵 시각화, 중간 결과]
# accounted:
#   1,347: three quarters of scikit-learn's digits
#   1,797: all of them
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
# learned to read 1,347 small digits. What has training changed? And what does the network make of a
# digit with such filters? This notebook opens a network in Keras, and takes out its weights and its
# feature maps. All signed numbers are drawn in one way: blue is positive, red is negative, white is 0.
#
# ## Get the weights of a layer
#
# A layer has no weights until it knows how many channels come in. It makes them at its first call:

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
# ([The class session](class-session.py) does this step by step, as the
# [class notes](../index.md#the-class-notes) behind this course do.) Read the shape of the kernel from
# the end: 2 filters, each on 1 channel, each of 3×3. In a model you find a layer by its name, and
# `get_weights()` gives its weights as NumPy arrays:

# %%
for layer in trained.layers:
    shapes = [array.shape for array in layer.get_weights()]
    print(layer.name, *shapes)

kernel, bias = trained.get_layer("conv1").get_weights()
print("the first filter:", kernel[:, :, 0, 0].shape)

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
# the first filter: (3, 3)
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
# one scale. Many trained filters have a positive side and a negative side, or a positive stroke: they
# respond to edges and lines. Did training make these patterns? Find a filter below, and then the one
# with the same number above. How similar are they? The *cosine* of two filters is 1 if they have the
# same pattern, 0 if they are not alike at all, and −1 if one is the other with all signs turned:

# %%
def cosines(first, second):
    first, second = first.reshape(9, -1), second.reshape(9, -1)
    lengths = np.linalg.norm(first, axis=0) * np.linalg.norm(second, axis=0)
    return (first * second).sum(axis=0) / lengths


sizes = [np.abs(kernels).mean() for kernels in (before, after)]
print(f"mean size of a weight: {sizes[0]:.2f}, then {sizes[1]:.2f}")
print(f"cosine with its own start:       {cosines(before, after).mean():.2f}")
others = np.roll(before, 1, axis=-1)
print(f"cosine with another one's start: {cosines(others, after).mean():.2f}")

# %% [markdown]
# ```text title="Output" within="0.15"
# mean size of a weight: 0.07, then 0.16
# cosine with its own start:       0.82
# cosine with another one's start: 0.07
# ```
#
# **Training makes the filters stronger, and most of them keep the pattern that they happened to start
# with.** So from another start you get other filters. The notes say that in the end the 32 filters are
# learned that grasp the features of 0 to 9 best. An [experiment](../evidence/width.md) trained from
# many starts:

# %%
print(results.found("width"))

# %% [markdown]
# ```text title="Output"
# Paired as well as can be, trained filters of two starts have a cosine of 0.69 (1 would be equal filters), trained and random ones of 0.57.
# ```
#
# Here each filter is paired with one that is as similar as possible, and among many filters of nine
# weights there is always a similar one: even random ones come to 0.57. So 0.69 is not much. Two
# starts do not lead to the same filters.
#
# ## Get the feature maps of every layer with one model
#
# A Keras model may have many outputs. Build a second model from the network's input and the outputs of
# all its layers. One call then gives everything that the network computes on its way:

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
# Here is all of it for one digit, in the untrained network and then in the trained one. In each row
# black is the smallest number and white the largest.

# %%
diagrams.network(untrained, image=digit[0])

# %% [markdown]
# ![The digit network from the image of a two to ten probabilities, untrained. In the first layer many maps are black, others show pieces of the digit. At the end the ten cells, numbered 0 to 9, have all shades of grey.](figures/looking-inside-network-untrained.svg)

# %%
diagrams.network(trained, image=digit[0])

# %% [markdown]
# ![The same, trained. Nearly all maps of the first layer show the digit or its edges, those of the second are mostly dark with a few bright cells. Of the ten cells at the end, the one numbered 2 is white and the others are black.](figures/looking-inside-network-trained.svg)
#
# The first layer's maps still show the digit, once for each filter. After the second layer you can
# hardly see a digit any more. A few bright cells in a dark map say that a feature is there, and roughly
# where. The last row is the answer:

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
# Some maps of the second layer are black. Are their filters useless, or only not needed here? Count
# the maps that are 0 everywhere: on this digit, on a digit on average, and on all 1,797 digits:

# %%
all_digits = np.concatenate([parts.x_test, parts.x_train])
for layer, maps in zip(trained.layers, inside(all_digits), strict=True):
    if layer.name in ("relu1", "relu2"):
        black = maps.numpy().max(axis=(1, 2)) == 0  # of each digit and filter
        print(f"{layer.name}: {black[0].sum()} of 32 maps are 0 here,", end=" ")
        print(f"{black.sum(axis=1).mean():.1f} on average,", end=" ")
        print(f"{black.all(axis=0).sum()} on every digit")

# %% [markdown]
# ```text title="Output" within="4"
# relu1: 0 of 32 maps are 0 here, 0.0 on average, 0 on every digit
# relu2: 3 of 32 maps are 0 here, 3.2 on average, 3 on every digit
# ```
#
# A filter that is zero on one digit and active on another is doing its job. A filter that is zero on
# every digit is **dead**: it takes no part in any answer, and gets [no gradient](../lessons/relu.md).
# In the second layer it can recover only if the first layer changes. There the last two numbers are
# close, so nearly all of its black maps belong to dead filters. So there are fewer than the notes' "32
# different views" of a digit. How different are the others? Another
# [experiment](../evidence/views.md) points to fewer than 32 views, but after a correction for the many
# claims of this site it is undecided:

# %%
print(results.found("views"))

# %% [markdown]
# ```text title="Output"
# A classifier misreads 2.5 % from a random half of the 32 maps and 2.1 % from all; by their correlations the maps are worth 12 unrelated ones.
# ```
#
# ## `gray`, `binary` and a colour for the sign
#
# The notes draw maps with `cmap="gray"` and with `cmap="binary"`. `binary` sounds as if it made a map
# black and white. But it is `gray` turned round: white for the smallest number, black for the largest,
# and all shades between. Both stretch each picture from its own smallest number to its own largest, so
# the same grey means different numbers in two pictures, and zero can be any shade. To see signs, use a
# colour map with white in the middle, such as `RdBu`, and give it equal limits on both sides.
#
# /// details | The shades of five numbers from 0 to 1

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
# ///
#
# ## Predict, then run
#
# **1.** Put the untrained filters back into the first layer of the trained network, and leave all
# other layers trained. How many of the test digits does it misread now?
#
# /// details | Answer
# More, but far from all. The second layer learned to read the maps of the trained filters. The old
# filters have similar patterns, but their maps are weaker and differ in detail.

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
# Onward: [the class session](class-session.py), or [a second layer](../lessons/stacking.md).
