"""Figures of the lessons: arrays in, a Matplotlib figure out.

Each function makes its figure through pyplot, in the house style of `cnn_docs.figures.style`, and
returns it. None of these modules loads TensorFlow.
"""
