"""The claims of the notes, put to the test.

`results` reads what was recorded, without TensorFlow; `cnn-docs experiments run` measures it anew.
"""
