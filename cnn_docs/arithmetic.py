r"""The arithmetic of convolution: sizes, parameters, multiplications and receptive fields.

Every function here works on whole numbers and needs nothing but Python. Sizes and starts are those
of *one* axis, because height and width never influence each other; parameters and multiplications
are those of one layer.

One formula gives every size. With $n$ pixels, $P$ pixels of padding *in all*, a kernel of $k$ taps
that lie $d$ pixels apart, and windows that start $s$ pixels apart, the output has

$$\left\lfloor \frac{n + P - d(k - 1) - 1}{s} \right\rfloor + 1$$

pixels. It is the formula for dilated convolutions of Dumoulin and Visin 2016, *A guide to
convolution arithmetic for deep learning*, with $P$ for their $2p$: the two sides may differ.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from cnn_docs._integer_checks import non_negative_integer, pair, positive_integer

Padding = str | tuple[int, int]
"""`"valid"` (none), `"same"` (Keras' rule), or the pixels added (before, after) the axis."""


def output_size(
    size: int, kernel_size: int, *, stride: int = 1, padding: Padding = "valid", dilation: int = 1
) -> int:
    """Number of windows that fit along one axis, which is the size of the output.

    Args:
        size: Pixels of the input along this axis.
        kernel_size: Taps of the kernel (or cells of the pooling window) along this axis.
        stride: Pixels from the start of one window to the start of the next.
        padding: `"valid"`, `"same"`, or the pixels added as a pair (before, after).
        dilation: Pixels from one tap of the kernel to the next; 1 leaves no gaps.

    Returns:
        The output's pixels along this axis, at least 1.

    Raises:
        ValueError: If an argument is not a whole number of the right sign, if the kernel is larger
            than the padded input, or if `stride` and `dilation` are both above 1 (`Conv2D` of Keras
            refuses that too).

    A 3-tap kernel on 8 pixels has 8 − 3 + 1 places to be:

    >>> output_size(8, 3)
    6
    >>> output_size(8, 3, stride=2, padding="same")
    4
    >>> output_size(8, 3, padding=(2, 2))
    10
    """
    before, after = padding_amounts(
        size, kernel_size, stride=stride, padding=padding, dilation=dilation
    )
    span = _span(kernel_size, dilation)
    if span > size + before + after:
        raise ValueError(
            f"`kernel_size` = {kernel_size} with `dilation` = {dilation} spans {span} pixels, more "
            f"than the {size + before + after} pixels of the padded input. Use a smaller kernel, "
            'less dilation, or padding="same".'
        )
    return (size + before + after - span) // stride + 1


def padding_amounts(
    size: int, kernel_size: int, *, stride: int = 1, padding: Padding = "valid", dilation: int = 1
) -> tuple[int, int]:
    """Pixels that `padding` adds before and after one axis.

    `"same"` follows Keras and TensorFlow: the output gets ⌈size / stride⌉ pixels, the padding is as
    small as that allows, and an odd pixel goes *after*. The amount therefore depends on the size
    and the stride: 8 pixels, 3 taps and stride 2 need one pixel in all, not one on each side.

    Args:
        size: Pixels of the input along this axis.
        kernel_size: Taps of the kernel along this axis.
        stride: Pixels from one window to the next.
        padding: `"valid"`, `"same"`, or a pair (before, after), which is checked and returned.
        dilation: Pixels from one tap of the kernel to the next.

    Returns:
        The pixels added (before, after).

    Raises:
        ValueError: As for `output_size`, except that the kernel may be of any size.

    >>> padding_amounts(8, 3, padding="same")
    (1, 1)
    >>> padding_amounts(8, 3, stride=2, padding="same")
    (0, 1)
    """
    positive_integer(size, "size")
    _check_taps(kernel_size, stride, dilation)
    if padding == "valid":
        return 0, 0
    if padding == "same":
        windows = -(-size // stride)  # ⌈size / stride⌉ in whole numbers
        total = max((windows - 1) * stride + _span(kernel_size, dilation) - size, 0)
        return total // 2, total - total // 2
    if not isinstance(padding, tuple | list) or len(padding) != 2:
        raise ValueError(
            '`padding` must be "valid", "same" or a pair (before, after) of pixels, '
            f"got {padding!r}."
        )
    before, after = padding
    return non_negative_integer(before, "padding[0]"), non_negative_integer(after, "padding[1]")


def window_starts(
    size: int, kernel_size: int, *, stride: int = 1, padding: Padding = "valid", dilation: int = 1
) -> list[int]:
    """First input pixel of every window along one axis, as an index into the input.

    A negative start lies in the padding before pixel 0. Window `i` reads the pixels
    `starts[i] + dilation * tap` for each `tap` in `range(kernel_size)`.

    Args:
        size: Pixels of the input along this axis.
        kernel_size: Taps of the kernel along this axis.
        stride: Pixels from one window to the next.
        padding: `"valid"`, `"same"`, or the pixels added as a pair (before, after).
        dilation: Pixels from one tap of the kernel to the next.

    Returns:
        One start for each pixel of the output.

    Raises:
        ValueError: As for `output_size`.

    >>> window_starts(8, 3)
    [0, 1, 2, 3, 4, 5]
    >>> window_starts(8, 3, padding="same")
    [-1, 0, 1, 2, 3, 4, 5, 6]
    >>> window_starts(8, 3, stride=2)
    [0, 2, 4]
    """
    windows = output_size(size, kernel_size, stride=stride, padding=padding, dilation=dilation)
    before, _ = padding_amounts(
        size, kernel_size, stride=stride, padding=padding, dilation=dilation
    )
    return [index * stride - before for index in range(windows)]


def conv2d_parameters(
    kernel_size: int | tuple[int, int],
    in_channels: int,
    filters: int,
    *,
    groups: int = 1,
    bias: bool = True,
) -> int:
    """Trainable numbers of a 2-D convolution: one kernel a filter, and one bias a filter.

    Args:
        kernel_size: Height and width of the kernel, or one number for both.
        in_channels: Channels of the input.
        filters: Channels of the output.
        groups: Each filter sees only `in_channels / groups` channels.
        bias: Whether each filter adds a bias.

    Raises:
        ValueError: If a size is not a positive whole number, or if `in_channels` or `filters` is
            not divisible by `groups`.

    The first layer of a digit network, without and with its biases, and the second:

    >>> conv2d_parameters(3, 1, 32, bias=False)
    288
    >>> conv2d_parameters(3, 1, 32)
    320
    >>> conv2d_parameters(3, 32, 32)
    9248
    """
    kernel = _products_per_output(kernel_size, in_channels, filters, groups)
    return filters * (kernel + bool(bias))


def depthwise_conv2d_parameters(
    kernel_size: int | tuple[int, int],
    in_channels: int,
    *,
    depth_multiplier: int = 1,
    bias: bool = True,
) -> int:
    """Trainable numbers of a depthwise convolution: `depth_multiplier` kernels a channel.

    Args:
        kernel_size: Height and width of the kernel, or one number for both.
        in_channels: Channels of the input, each convolved on its own.
        depth_multiplier: Outputs made from each channel.
        bias: Whether each output channel adds a bias.

    Raises:
        ValueError: If a size is not a positive whole number.

    >>> depthwise_conv2d_parameters(3, 32)
    320
    """
    filters = positive_integer(in_channels, "in_channels") * positive_integer(
        depth_multiplier, "depth_multiplier"
    )
    return conv2d_parameters(kernel_size, in_channels, filters, groups=in_channels, bias=bias)


def dense_parameters(inputs: int, units: int, *, bias: bool = True) -> int:
    """Trainable numbers of a dense layer: one weight for each pair of input and unit.

    Args:
        inputs: Numbers that go in.
        units: Numbers that come out.
        bias: Whether each unit adds a bias.

    Raises:
        ValueError: If a size is not a positive whole number.

    >>> dense_parameters(64, 10)
    650
    """
    return dense_macs(inputs, units) + units * bool(bias)


def conv2d_macs(
    output_shape: tuple[int, int],
    kernel_size: int | tuple[int, int],
    in_channels: int,
    filters: int,
    *,
    groups: int = 1,
) -> int:
    """Multiply-accumulates of a 2-D convolution on one image.

    One multiply-accumulate (MAC) is one product of a weight and a pixel, added to a sum. Products
    with padding count, as if they were computed; the addition of the bias does not.

    Args:
        output_shape: Height and width of the output.
        kernel_size: Height and width of the kernel, or one number for both.
        in_channels: Channels of the input.
        filters: Channels of the output.
        groups: Each filter sees only `in_channels / groups` channels.

    Raises:
        ValueError: As for `conv2d_parameters`.

    >>> conv2d_macs((6, 6), 3, in_channels=1, filters=32)
    10368
    """
    kernel = _products_per_output(kernel_size, in_channels, filters, groups)
    height, width = pair(output_shape, "output_shape")
    return height * width * filters * kernel


def depthwise_conv2d_macs(
    output_shape: tuple[int, int],
    kernel_size: int | tuple[int, int],
    in_channels: int,
    *,
    depth_multiplier: int = 1,
) -> int:
    """Multiply-accumulates of a depthwise convolution on one image.

    Args:
        output_shape: Height and width of the output.
        kernel_size: Height and width of the kernel, or one number for both.
        in_channels: Channels of the input, each convolved on its own.
        depth_multiplier: Outputs made from each channel.

    Raises:
        ValueError: If a size is not a positive whole number.

    >>> depthwise_conv2d_macs((6, 6), 3, in_channels=32)
    10368
    """
    filters = positive_integer(in_channels, "in_channels") * positive_integer(
        depth_multiplier, "depth_multiplier"
    )
    return conv2d_macs(output_shape, kernel_size, in_channels, filters, groups=in_channels)


def dense_macs(inputs: int, units: int) -> int:
    """Multiply-accumulates of a dense layer on one input: one for each weight.

    Args:
        inputs: Numbers that go in.
        units: Numbers that come out.

    Raises:
        ValueError: If a size is not a positive whole number.

    >>> dense_macs(64, 10)
    640
    """
    return positive_integer(inputs, "inputs") * positive_integer(units, "units")


@dataclass(frozen=True)
class Window:
    """How a convolution or a pooling layer reads one axis.

    Attributes:
        kernel_size: Taps of the kernel, or cells of the pooling window.
        stride: Pixels from one window to the next.
        dilation: Pixels from one tap to the next.
        padding_before: Pixels of padding before the axis. The padding after it never matters here.

    Raises:
        ValueError: If a number is out of range, or if `stride` and `dilation` are both above 1.
    """

    kernel_size: int
    stride: int = 1
    dilation: int = 1
    padding_before: int = 0

    def __post_init__(self) -> None:
        """Refuse what `output_size` would refuse."""
        _check_taps(self.kernel_size, self.stride, self.dilation)
        non_negative_integer(self.padding_before, "padding_before")


@dataclass(frozen=True)
class ReceptiveField:
    """The part of the input that one unit of the last layer can see, along one axis.

    Attributes:
        size: Pixels from the first to the last that a unit can depend on.
        stride: Pixels by which the field moves from one unit to the next.
        first_center: Centre of the first unit's field, as an index: 0.0 is the middle of pixel 0,
            2.5 lies between pixels 2 and 3.
    """

    size: int
    stride: int
    first_center: float


def receptive_field(windows: Iterable[Window]) -> ReceptiveField:
    """Receptive field of a stack of layers along one axis.

    Each layer widens the field by `dilation * (kernel_size - 1)` steps of its input, moves its
    centre by half of that less the padding, and multiplies the step by its stride. These are the
    recurrences of Araujo, Norris and Sim 2019, *Computing Receptive Fields of Convolutional Neural
    Networks* (Distill), which put the middle of the first pixel at 0.5 where it is 0 here. The
    field is that of the arithmetic: near the border a part of it may lie in the padding.

    Args:
        windows: The layers from the input on. Without any, a unit is a pixel.

    Returns:
        The field of the last layer, in pixels of the input.

    Raises:
        ValueError: If `windows` holds anything but `Window`s.

    Two 3-tap layers see 5 pixels. Pooling between them makes the second step count double:

    >>> receptive_field([Window(3), Window(3)])
    ReceptiveField(size=5, stride=1, first_center=2.0)
    >>> receptive_field([Window(3), Window(2, stride=2), Window(3)])
    ReceptiveField(size=8, stride=2, first_center=3.5)
    """
    size, stride, center = 1, 1, 0.0
    for window in windows:
        if not isinstance(window, Window):
            raise ValueError(
                f"`windows` must hold Window objects, such as Window(3, stride=2), got {window!r}."
            )
        reach = window.dilation * (window.kernel_size - 1)
        size += reach * stride
        center += (reach / 2 - window.padding_before) * stride
        stride *= window.stride
    return ReceptiveField(size, stride, center)


def _span(kernel_size: int, dilation: int) -> int:
    """Pixels from the first tap of a kernel to its last."""
    return dilation * (kernel_size - 1) + 1


def _check_taps(kernel_size: int, stride: int, dilation: int) -> None:
    """Refuse taps that are not whole numbers, and strides together with gaps."""
    positive_integer(kernel_size, "kernel_size")
    positive_integer(stride, "stride")
    positive_integer(dilation, "dilation")
    if stride > 1 and dilation > 1:
        raise ValueError(
            f"`stride` = {stride} and `dilation` = {dilation} cannot both be above 1; "
            "set one of them to 1."
        )


def _products_per_output(
    kernel_size: int | tuple[int, int], in_channels: int, filters: int, groups: int
) -> int:
    """Products that are summed into one number of a convolution's output."""
    kernel_height, kernel_width = pair(kernel_size, "kernel_size")
    positive_integer(in_channels, "in_channels")
    positive_integer(filters, "filters")
    positive_integer(groups, "groups")
    for name, channels in (("in_channels", in_channels), ("filters", filters)):
        if channels % groups:
            raise ValueError(f"`{name}` = {channels} must be divisible by `groups` = {groups}.")
    return kernel_height * kernel_width * (in_channels // groups)
