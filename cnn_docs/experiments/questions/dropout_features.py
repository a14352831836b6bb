"""Does dropout lead to features that mean more: sparser, more local, easier to read?"""

from __future__ import annotations

from typing import Any

from cnn_docs.experiments.experiment import Contrast, Experiment

STEPS = 1200
HIDDEN = 64
CONDITIONS = (
    "autoencoder",
    "autoencoder, dropout",
    "digit network",
    "digit network, dropout",
)


def measure(condition: str, seed: int, quick: bool) -> dict[str, float]:
    """Train an autoencoder or the digit network, and look at its features on test images."""
    from cnn_docs.experiments import fitting, samples

    fitting.fresh(seed)
    parts = samples.digits(seed)
    steps = 20 if quick else STEPS
    dropout = condition.endswith("dropout")
    if condition.startswith("digit"):
        return _digit_network(parts, steps, seed, dropout)
    return _autoencoder(parts, steps, seed, dropout)


def _autoencoder(parts: Any, steps: int, seed: int, dropout: bool) -> dict[str, float]:
    import keras
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    from cnn_docs.experiments import fitting

    inputs = [images.reshape(-1, 64) for images in (parts.x_train, parts.x_test)]
    hidden = keras.layers.Dense(HIDDEN, activation="relu")
    encoder = keras.Sequential([keras.Input((64,)), hidden])
    drop = [keras.layers.Dropout(0.5)] if dropout else []
    model = keras.Sequential([encoder, *drop, keras.layers.Dense(64)])
    model.build((None, 64))
    fitting.Training(
        model, inputs[0], inputs[0], steps=steps, seed=seed, loss=fitting.squared_error
    ).run()
    train, test = (fitting.outputs_of(encoder, one) for one in inputs)
    scaler = StandardScaler().fit(train)
    reader = LogisticRegression(max_iter=1000).fit(scaler.transform(train), parts.y_train)
    wrong = reader.predict(scaler.transform(test)) != parts.y_test
    return {
        "sparsity of the activity": _hoyer(test),
        "sparsity of the filters": _hoyer(np.array(hidden.kernel).T),
        "error of a linear reader": 100 * float(wrong.mean()),
    }


def _digit_network(parts: Any, steps: int, seed: int, dropout: bool) -> dict[str, float]:
    import keras

    from cnn_docs.experiments import fitting

    features = keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            keras.layers.Conv2D(32, 3, activation="relu"),
            keras.layers.Conv2D(32, 3, activation="relu"),
            keras.layers.MaxPooling2D(),
            keras.layers.Flatten(),
        ]
    )
    drop = [keras.layers.Dropout(0.5)] if dropout else []
    model = keras.Sequential([features, *drop, keras.layers.Dense(10)])
    model.build((None, 8, 8, 1))
    fitting.train(model, parts.x_train, parts.y_train, steps=steps, seed=seed)
    return {
        "sparsity of the activity": _hoyer(fitting.outputs_of(features, parts.x_test)),
        "error": fitting.error(model, parts.x_test, parts.y_test),
    }


def _hoyer(rows: Any) -> float:
    """Mean sparsity of rows: 0 if all numbers are equal, 1 if all but one are zero (Hoyer 2004).

    A row of zeros shows nothing and is left out.
    """
    import numpy as np

    rows = rows[np.abs(rows).sum(axis=1) > 0]
    root = np.sqrt(rows.shape[1])
    ratio = np.abs(rows).sum(axis=1) / np.linalg.norm(rows, axis=1)
    return float(((root - ratio) / (root - 1)).mean())


def _sparser(measurement: str, words: str, network: str) -> Contrast:
    return Contrast(
        f"{words} in the {network}",
        lambda seed: seed[f"{network}, dropout"][measurement] - seed[network][measurement],
        "of Hoyer's sparsity",
        0.05,  # of a scale from 0 to 1
    )


EXPERIMENT = Experiment(
    name="dropout_features",
    claim="With dropout more meaningful features are extracted",
    source="the notes on Dropout; Srivastava et al. 2014, sections 7.1 and 7.2",
    done=(
        "An autoencoder with 64 hidden ReLUs and the digit network learned the small digits, with "
        "half of the features dropped at each step and without. Measured on test images: how "
        "sparse the activity is, how sparse the filters are (strokes and spots are, noise is not), "
        "and how often a linear classifier errs that reads the autoencoder's features."
    ),
    data="digits",
    seeds=10,
    conditions=CONDITIONS,
    measure=measure,
    contrasts=(
        _sparser("sparsity of the activity", "sparser activity", "autoencoder"),
        _sparser("sparsity of the filters", "sparser filters", "autoencoder"),
        Contrast(
            "features that are easier for a linear reader",
            lambda seed: (
                seed["autoencoder"]["error of a linear reader"]
                - seed["autoencoder, dropout"]["error of a linear reader"]
            ),
            "points of error",
            0.5,  # about three of the 540 test images
        ),
        _sparser("sparsity of the activity", "sparser activity", "digit network"),
    ),
)
