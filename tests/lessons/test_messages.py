"""Errors that are meant to happen, as pages show them."""

from __future__ import annotations

import keras
import numpy as np
import pytest

from cnn_docs.lessons.messages import core_of, message_shown


def test_code_that_does_not_fail_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="did not"), message_shown():
        pass


def test_what_keras_wraps_is_taken_out(capsys: pytest.CaptureFixture[str]) -> None:
    layer = keras.layers.Conv2D(1, 3, data_format="channels_first", dtype="float64")
    with message_shown():
        layer(np.zeros((1, 1, 8, 8)))
    assert capsys.readouterr().out == (
        "UnimplementedError: The Conv2D op currently only supports the NHWC tensor format on the "
        "CPU. The op was given the format: NCHW\n"
    )


@pytest.mark.parametrize(
    "message",
    [
        "You must call `compile()` before using the model.",
        "expected axis -1 of input shape to have value [1]",
        "Data cardinality is ambiguous.\n'x' sizes: 3\n'y' sizes: 2",
    ],
)
def test_a_plain_message_stays_as_it_is(message: str) -> None:
    assert core_of(message) == message


def test_the_operation_of_the_graph_is_left_out() -> None:
    message = "Negative dimension size caused by subtracting 3 from 1 for '{{node a}} = Conv2D[…]'"
    assert core_of(message) == "Negative dimension size caused by subtracting 3 from 1"
