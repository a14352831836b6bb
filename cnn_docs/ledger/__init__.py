"""What a Keras model is made of: shapes, parameters, multiplications and receptive fields.

The ledger follows the model's graph from layer to layer. Shapes and parameters are what Keras says;
multiplications and receptive fields are worked out by `cnn_docs.arithmetic` from the layers'
settings, and where the settings give another size than Keras, the ledger refuses to go on.

It knows layers by their classes, not by their names. What a class of one's own does stands in its
code, which the ledger cannot read, so such a layer is refused by name.
"""

from typing import Any

from cnn_docs.ledger.table import Ledger, Row

__all__ = ["Row", "Ledger", "ledger"]  # noqa: RUF022 (the order in which the reference shows them)


def ledger(model: Any) -> Ledger:
    """Work out the ledger of a built Keras model.

    The model may branch, use a layer several times and hold other models. A layer that is used
    again has a row for each use, and its parameters stand in the first; the layers of a model
    within the model carry its name before their own.

    A receptive field is that of the arithmetic: near the border a part of it may lie in the
    padding. Where paths meet, it reaches from the first pixel that one of them sees to the last, as
    in Araujo, Norris and Sim 2019, *Computing Receptive Fields of Convolutional Neural Networks*
    (Distill). Behind upsampling the units of a map can see areas of different sizes; the largest is
    given.

    Args:
        model: A `Sequential` or a functional model with one input of a fixed size and the channels
            last.

    Returns:
        One row for the input and one for each use of a layer.

    Raises:
        ValueError: If the model is not built, has several inputs or sizes that are not fixed, or
            holds a layer or an activation that the ledger does not know.

    >>> import tensorflow as tf
    >>> model = tf.keras.Sequential([
    ...     tf.keras.Input((8, 8, 1)),
    ...     tf.keras.layers.Conv2D(32, 3, activation="relu", name="filters"),
    ...     tf.keras.layers.MaxPooling2D(name="pool"),
    ...     tf.keras.layers.Flatten(name="flat"),
    ...     tf.keras.layers.Dense(10, name="digit"),
    ... ])
    >>> print(ledger(model))
    layer    kind          output      parameters    MACs  receptive field
    ----------------------------------------------------------------------
    input    InputLayer    8 × 8 × 1            0       0                1
    filters  Conv2D        6 × 6 × 32         320  10,368                3
    pool     MaxPooling2D  3 × 3 × 32           0       0                4
    flat     Flatten       288                  0       0                –
    digit    Dense         10               2,890   2,880                –
    ----------------------------------------------------------------------
    total                                   3,210  13,248
    """
    # Whoever has a model has loaded Keras; whoever only imports this module need not.
    from cnn_docs.ledger._graph import rows

    return Ledger(tuple(rows(model)))
