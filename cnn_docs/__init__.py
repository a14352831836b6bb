"""Models, layers and figures behind an executable textbook on convolutional networks.

Importing ``cnn_docs`` is cheap: TensorFlow is loaded only by the modules that need it.
"""
