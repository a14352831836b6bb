"""Does dropout make units that help by themselves, not only in the company of others?"""

from __future__ import annotations

from typing import Any

from cnn_docs.experiments.experiment import Contrast, Experiment

STEPS = 1200
HIDDEN = 64
PAIRS = 300
REMOVALS = 20


def measure(condition: str, seed: int, quick: bool) -> dict[str, float]:
    """Train a network of two hidden layers, then take units of the first away."""
    import keras
    import numpy as np

    from cnn_docs.experiments import fitting, samples

    fitting.fresh(seed)
    parts = samples.digits(seed)
    layers: list[Any] = [keras.Input((8, 8, 1)), keras.layers.Flatten()]
    for _ in range(2):
        layers.append(keras.layers.Dense(HIDDEN, activation="relu"))
        if condition == "dropout":
            layers.append(keras.layers.Dropout(0.5))
    model = keras.Sequential([*layers, keras.layers.Dense(10)])
    steps = 20 if quick else STEPS
    fitting.train(model, parts.x_train, parts.y_train, steps=steps, seed=seed)

    dense = [layer for layer in model.layers if isinstance(layer, keras.layers.Dense)]
    weights = [[np.array(one) for one in layer.get_weights()] for layer in dense]
    rng = np.random.default_rng(seed)
    answers = [_answer(parts.x_test, weights, [])]
    whole = _loss(answers[0], parts.y_test)

    def harm(*units: int) -> float:
        return _loss(_answer(parts.x_test, weights, units), parts.y_test) - whole

    alone = np.array([harm(unit) for unit in range(HIDDEN)])
    pairs = [rng.choice(HIDDEN, 2, replace=False) for _ in range(10 if quick else PAIRS)]
    together = np.array([harm(*pair) - alone[pair].sum() for pair in pairs])
    apart = np.array([np.abs(alone[pair]).sum() for pair in pairs])
    half = [rng.choice(HIDDEN, HIDDEN // 2, replace=False) for _ in range(REMOVALS)]
    return {
        "error": _error(answers[0], parts.y_test),
        "error without half": float(
            np.mean([_error(_answer(parts.x_test, weights, some), parts.y_test) for some in half])
        ),
        "interaction": 100 * float(np.abs(together).sum() / apart.sum()),
    }


def _answer(images: Any, weights: Any, without: Any) -> Any:
    """Logits of shape (images, 10), with some units of the first hidden layer at zero."""
    import numpy as np

    (first, first_bias), (second, second_bias), (head, head_bias) = weights
    hidden = np.maximum(images.reshape(-1, 64) @ first + first_bias, 0)
    hidden[:, list(without)] = 0
    return np.maximum(hidden @ second + second_bias, 0) @ head + head_bias


def _loss(logits: Any, labels: Any) -> float:
    from scipy.special import log_softmax

    return -float(log_softmax(logits, axis=1)[range(len(labels)), labels].mean())


def _error(logits: Any, labels: Any) -> float:
    return 100 * float((logits.argmax(axis=1) != labels).mean())


EXPERIMENT = Experiment(
    name="coadaptation_ablation",
    claim="Dropping nodes at random in training prevents co-adaptation",
    source="the notes on Dropout; Hinton et al. 2012 on what co-adaptation is",
    done=(
        "A network with two hidden layers of 64 ReLUs learned the small digits, with half of the "
        "hidden units dropped at each step and without. Then units of its first layer were taken "
        "away: half of them, to see how much the others help without these; and 300 pairs, to see "
        "by how much the harm of both differs from the harm of one plus the harm of the other."
    ),
    data="digits",
    seeds=20,
    conditions=("no dropout", "dropout"),
    measure=measure,
    contrasts=(
        Contrast(
            "the error that removing half of the units adds",
            lambda seed: (
                (seed["no dropout"]["error without half"] - seed["no dropout"]["error"])
                - (seed["dropout"]["error without half"] - seed["dropout"]["error"])
            ),
            "points of error",
            1.0,
        ),
        Contrast(
            "the interaction of two units",
            lambda seed: seed["no dropout"]["interaction"] - seed["dropout"]["interaction"],
            "% of their single effects",
            5.0,
        ),
    ),
)
