"""The layers of a convolutional network in NumPy, written to be read.

Images are arrays of shape (batch, height, width, channels) and kernels arrays of shape (height,
width, channels in, filters), as in Keras. What Keras calls convolution is cross-correlation: the
kernel is laid on the picture as it is, not flipped.

Every function computes in the dtype of the arrays it gets: float32 with float32 stays float32, and
float32 with float64 gives float64, as everywhere in NumPy. Whole numbers are refused, because the
pixels of a uint8 picture would wrap around at 256; turn them into floats first, for instance with
`x.astype("float32")`. NaN and infinity are refused too, because one of them would spread into every
window that meets it.
"""

from cnn_docs.layers._types import Floats, Padding2D, Size
from cnn_docs.layers.composition import composed_kernel
from cnn_docs.layers.convolution import conv2d, conv2d_loops, depthwise_conv2d, im2col
from cnn_docs.layers.elementwise import dropout, relu
from cnn_docs.layers.pooling import average_pool2d, max_pool2d

__all__ = [  # noqa: RUF022 (the order in which the reference shows them)
    "Floats",
    "Size",
    "Padding2D",
    "conv2d_loops",
    "im2col",
    "conv2d",
    "depthwise_conv2d",
    "composed_kernel",
    "max_pool2d",
    "average_pool2d",
    "relu",
    "dropout",
]
