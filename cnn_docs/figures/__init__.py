"""Figures of the lessons: arrays in, a Matplotlib figure out.

Each module draws one kind of picture. Its functions make their figure through pyplot, in the house
style of `cnn_docs.figures._drawing.style`, and return it. None of these modules loads TensorFlow.
"""
