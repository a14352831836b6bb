"""Show an error that is meant to happen, and go on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

_BOLD = re.compile(r"\x1b\[1m(.*)\x1b\[0m", re.DOTALL)
#: Where TensorFlow adds which operation of its graph failed.
_OPERATION = re.compile(r"\A\{\{.*?\}\} |\s*(?: for ')?\{\{node .*|\s*\[+(?:\{\{|Op:).*", re.DOTALL)


@contextmanager
def message_shown() -> Iterator[None]:
    """Print the error that the code inside raises as the last line of a traceback has it.

    Where Keras or TensorFlow wrap the message, only the part that says what is wrong is printed:
    what Keras sets in bold, without the operation of TensorFlow's graph and without the stack.

    Raises:
        RuntimeError: if the code raises nothing.

    >>> with message_shown():
    ...     int("seven")
    ValueError: invalid literal for int() with base 10: 'seven'
    """
    try:
        yield
    except Exception as error:
        print(f"{type(error).__name__}: {core_of(str(error))}")
    else:
        raise RuntimeError("the code was expected to fail, and it did not")


def core_of(message: str) -> str:
    r"""The part of an error message of Keras or TensorFlow that says what is wrong.

    >>> core_of("Exception encountered when calling Conv2D.call().\n\n\x1b[1mToo small.\x1b[0m\n")
    'Too small.'
    >>> core_of("Graph execution error:\n\n  File …\n\nindices[0] = 9\n\t [[{{node loss}}]]")
    'indices[0] = 9'
    """
    if bold := _BOLD.search(message):
        message = bold[1]
    elif message.startswith("Graph execution error"):
        message = message.rpartition("\n\n")[2]
    return _OPERATION.sub("", message).strip()
