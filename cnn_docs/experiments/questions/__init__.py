"""One module a question. Each defines `EXPERIMENT`; importing one costs no TensorFlow."""

NAMES = (
    "relu",
    "trained_filters",
    "width",
    "depth",
    "pooling_cost",
    "subsampling_tolerance",
    "pooling_by_size",
    "dropout_features",
    "dropout_by_size",
    "coadaptation_clones",
    "coadaptation_ablation",
    "tile_shuffle",
    "channel_sum",
    "cancellation",
    "scaling",
    "fixed_features",
    "padding_shifts",
    "image_size",
    "more_maps",
    "width_by_size",
    "permutation",
    "detectors",
)
"""The questions, in the order in which the page asks them."""
