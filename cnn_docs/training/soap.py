"""SOAP: Adam, run in coordinates in which the gradient's entries are nearly uncorrelated.

Adam gives every weight a step size of its own. That suits a valley that runs along an axis; most
run askew. SOAP keeps, for each weight matrix, running averages of GGᵀ and GᵀG, where G is the
gradient, turns the gradient into the eigenvectors of both, and lets Adam work there.

Source: Vyas, Morwani, Zhao, Shapira, Brandfonbrener, Janson and Kakade (2024), "SOAP: Improving and
Stabilizing Shampoo using Adam", arXiv:2409.11321, algorithm 3. Here the eigenvectors are computed
in full, which costs next to nothing at this size, and vectors are left to Adam.
"""

import math
from typing import Any

import keras
import tensorflow as tf

from cnn_docs._integer_checks import positive_integer

_EPSILON = 1e-7


def matrix_shape(shape: tuple[int, ...]) -> tuple[int, int]:
    """Return rows and columns of a kernel seen as a matrix: the split with the fewest of both.

    Args:
        shape: Shape of the kernel, of two axes or more.

    Raises:
        ValueError: If there are fewer axes.

    >>> matrix_shape((5, 5, 16, 120)), matrix_shape((60, 5, 5))
    ((400, 120), (60, 25))
    """
    if len(shape) < 2:
        raise ValueError(f"`shape` must have two axes or more, got {shape}.")
    splits = [(math.prod(shape[:k]), math.prod(shape[k:])) for k in range(1, len(shape))]
    return min(splits, key=sum)


class Soap(keras.optimizers.Optimizer):
    """SOAP with decoupled weight decay, for TensorFlow.

    Args:
        learning_rate: Step size, or a Keras schedule of it.
        weight_decay: Each step also shrinks every weight by this times the step size.
        beta_1: What the average of the gradient keeps of itself at each step.
        beta_2: The same for the averages of its squares and products.
        refresh_every: Steps between two computations of the eigenvectors, at least 1.

    Raises:
        ValueError: If `refresh_every` is not a positive integer.

    >>> weights = keras.Variable([[3.0, -2.0], [1.0, 4.0]])
    >>> soap = Soap(learning_rate=0.1)
    >>> for _ in range(100):
    ...     soap.apply([2 * weights.value], [weights])  # the gradient of Σ w²
    >>> bool(abs(weights.numpy()).max() < 0.5)
    True
    """

    def __init__(
        self,
        learning_rate: Any,
        weight_decay: float = 0.0,
        beta_1: float = 0.95,
        beta_2: float = 0.99,
        refresh_every: int = 50,
    ) -> None:
        """Set the step size and how long the running averages remember."""
        super().__init__(learning_rate=learning_rate, weight_decay=weight_decay, name="soap")
        self.beta_1 = beta_1
        self.beta_2 = beta_2
        self.refresh_every = positive_integer(refresh_every, "refresh_every")

    def build(self, variables: list[keras.Variable]) -> None:
        """Create the running averages and, for each matrix, its products and eigenvectors."""
        if self.built:
            return
        super().build(variables)
        self._states = [self._state(variable) for variable in variables]

    def _state(self, variable: keras.Variable) -> dict[str, Any]:
        def zeros(name: str, *shape: int) -> Any:
            return self.add_variable(shape, name=f"{variable.name}_{name}")

        def identity(name: str, size: int) -> Any:
            return self.add_variable(
                (size, size), initializer="identity", name=f"{variable.name}_{name}"
            )

        if len(variable.shape) < 2:
            size = tuple(variable.shape)
            return {"mean": zeros("mean", *size), "square": zeros("square", *size)}
        rows, columns = matrix_shape(tuple(variable.shape))
        return {
            "mean": zeros("mean", rows, columns),
            "square": zeros("square", rows, columns),
            "row_products": zeros("row_products", rows, rows),
            "column_products": zeros("column_products", columns, columns),
            "row_basis": identity("row_basis", rows),
            "column_basis": identity("column_basis", columns),
        }

    def update_step(self, gradient: Any, variable: keras.Variable, learning_rate: Any) -> None:
        """Take one step for one variable."""
        state = self._states[self._get_variable_index(variable)]
        gradient = tf.reshape(gradient, state["mean"].shape)
        rows, columns = (
            state[name].value if name in state else None for name in ("row_basis", "column_basis")
        )
        _average(state["mean"], gradient, self.beta_1)
        _average(state["square"], _turn(gradient, rows, columns) ** 2, self.beta_2)
        step = tf.cast(self.iterations + 1, tf.float32)
        mean = _turn(state["mean"].value, rows, columns) / (1 - self.beta_1**step)
        square = state["square"].value / (1 - self.beta_2**step)
        update = _turn_back(mean / (tf.sqrt(square) + _EPSILON), rows, columns)
        variable.assign_sub(tf.cast(learning_rate, tf.float32) * tf.reshape(update, variable.shape))
        # Last, so that no gradient is turned into eigenvectors that it has itself shaped: in those
        # of a single gradient its own entries are zero but for rounding, and Adam would scale that.
        if rows is not None:
            self._follow_products(state, gradient)

    def _follow_products(self, state: dict[str, Any], gradient: Any) -> None:
        _average(
            state["row_products"], tf.matmul(gradient, gradient, transpose_b=True), self.beta_2
        )
        _average(
            state["column_products"], tf.matmul(gradient, gradient, transpose_a=True), self.beta_2
        )
        due = tf.equal(tf.cast(self.iterations, tf.int32) % self.refresh_every, 0)
        for side in ("row", "column"):
            products, basis = state[f"{side}_products"].value, state[f"{side}_basis"]
            basis.assign(
                tf.cond(due, lambda p=products: tf.linalg.eigh(p)[1], lambda b=basis: b.value)
            )


def _average(average: keras.Variable, value: Any, keep: float) -> None:
    average.assign(keep * average + (1 - keep) * value)


def _turn(matrix: Any, rows: Any, columns: Any) -> Any:
    """Express a matrix in the eigenvectors of its rows and columns; leave a vector as it is."""
    if rows is None:
        return matrix
    return tf.matmul(tf.matmul(rows, matrix, transpose_a=True), columns)


def _turn_back(matrix: Any, rows: Any, columns: Any) -> Any:
    if rows is None:
        return matrix
    return tf.matmul(rows, tf.matmul(matrix, columns, transpose_b=True))
