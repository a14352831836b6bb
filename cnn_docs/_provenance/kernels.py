"""Which of TensorFlow's kernels compute, on every processor."""

#: TensorFlow takes oneDNN's kernels by itself on some processors only. On others it takes its own,
#: which round differently and need twice the time for a convolution. Set before TensorFlow is
#: imported.
KERNELS = {"TF_ENABLE_ONEDNN_OPTS": "1"}
