"""Is a face whose parts are scattered still a face to a convolutional network?"""

from __future__ import annotations

from typing import Any

from cnn_docs.experiments.experiment import Contrast, Experiment, OneSeed

FACE_STEPS = 400
DIGIT_STEPS = 1500
PICTURES = 300
HEADS = ("pooled", "flattened")
CONDITIONS = (
    "pooled, faces",
    "flattened, faces",
    "pooled, faces and scattered ones",
    "flattened, faces and scattered ones",
    "pooled, digits",
    "flattened, digits",
)


def measure(condition: str, seed: int, quick: bool) -> dict[str, float]:
    """Train one kind of network and count how many scattered pictures it takes for whole ones."""
    from cnn_docs.experiments import fitting

    fitting.fresh(seed)
    head, _, pictures = condition.partition(", ")
    if pictures == "digits":
        return _digits(head, 20 if quick else DIGIT_STEPS, seed)
    return _faces(head, 20 if quick else FACE_STEPS, seed, scattered="scattered" in pictures)


def _faces(head: str, steps: int, seed: int, *, scattered: bool) -> dict[str, float]:
    import keras
    import numpy as np

    from cnn_docs import faces
    from cnn_docs.experiments import fitting

    learn = {True: [faces.faces(PICTURES, seed=4 * seed)]}
    learn[False] = [faces.non_faces(PICTURES, seed=4 * seed + 1)]
    if scattered:
        learn[False].append(faces.rearranged_faces(PICTURES, seed=4 * seed + 2))
    images = np.concatenate([*learn[True], *learn[False]])
    is_face = np.repeat([0, 1], [len(images) - PICTURES, PICTURES])[::-1].astype(np.int64)
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((faces.SIZE, faces.SIZE, 1)),
            layers.Conv2D(8, 5, strides=2, activation="relu"),
            layers.Conv2D(8, 1, activation="relu"),
            layers.GlobalMaxPooling2D() if head == "pooled" else layers.Flatten(),
            layers.Dense(2),
        ]
    )
    fitting.train(model, 2 * images - 1, is_face, steps=steps, seed=seed)

    def called_face(shown: Any) -> float:
        return 100 - fitting.error(model, 2 * shown - 1, np.ones(len(shown)))

    new = 4 * seed + 3
    return {
        "called a face, faces": called_face(faces.faces(PICTURES, seed=new)),
        "called a face, scattered": called_face(faces.rearranged_faces(PICTURES, seed=new)),
        "called a face, other": called_face(faces.non_faces(PICTURES, seed=new)),
    }


def _digits(head: str, steps: int, seed: int) -> dict[str, float]:
    import keras
    import numpy as np

    from cnn_docs.experiments import fitting, samples

    parts = samples.digits(seed)
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((8, 8, 1)),
            layers.Conv2D(32, 3, padding="same", activation="relu"),
            layers.Conv2D(32, 3, padding="same", activation="relu"),
            layers.GlobalAveragePooling2D() if head == "pooled" else layers.Flatten(),
            layers.Dense(10),
        ]
    )
    fitting.train(model, parts.x_train, parts.y_train, steps=steps, seed=seed)
    scattered = _scatter(parts.x_test, np.random.default_rng(seed))
    right = 100 - fitting.error(model, parts.x_test, parts.y_test)
    still = 100 - fitting.error(model, scattered, parts.y_test)
    chance = 10.0
    return {
        "right, whole": right,
        "right, scattered": still,
        "kept": 100 * (still - chance) / (right - chance),
    }


def _scatter(images: Any, rng: Any) -> Any:
    """Cut pictures of 8×8 into four tiles, and put no tile where it was."""
    import numpy as np

    corners = ((0, 0), (0, 4), (4, 0), (4, 4))
    moved = np.empty_like(images)
    for image, out in zip(images, moved, strict=True):
        order = rng.permutation(4)
        while (order == np.arange(4)).any():
            order = rng.permutation(4)
        for (row, column), source in zip(corners, order, strict=True):
            top, left = corners[source]
            out[row : row + 4, column : column + 4] = image[top : top + 4, left : left + 4]
    return moved


def _fooled(head: str, pictures: str, words: str) -> Contrast:
    def effect(seed: OneSeed) -> float:
        called = seed[f"{head}, {pictures}"]
        # A network that tells them apart calls many more of the whole ones a face.
        return 50 - (called["called a face, faces"] - called["called a face, scattered"])

    # Clearly more, or clearly less, than half of the faces.
    return Contrast(f"{words} and a {head} head", effect, "% of the faces beyond half", 10.0)


def _kept(head: str) -> Contrast:
    return Contrast(
        f"digits in four tiles and a {head} head",
        lambda seed: seed[f"{head}, digits"]["kept"] - 50,
        "% of the accuracy above chance, beyond half",
        10.0,
    )


EXPERIMENT = Experiment(
    name="tile_shuffle",
    claim="A picture with all features of a face, but scattered, is still taken for a face",
    source="the notes on the problem of CNNs",
    done=(
        "A convolutional network learned to tell drawn faces from other drawings, and was shown "
        "faces with their parts in other places; its head pools each map over the whole picture or "
        "keeps every place. Both were trained again with scattered faces among the other drawings. "
        "And digits were cut into four tiles that changed places. The claim holds where the shares "
        "of whole and of scattered faces that are called a face differ by less than half of the "
        "faces, and where more than half of the accuracy above chance is kept."
    ),
    data="digits",
    seeds=10,
    conditions=CONDITIONS,
    measure=measure,
    contrasts=(
        *(_fooled(head, "faces", "faces") for head in HEADS),
        *(
            _fooled(head, "faces and scattered ones", "training with scattered faces")
            for head in HEADS
        ),
        *(_kept(head) for head in HEADS),
    ),
)
