"""The claims of the notes, put to the test: what was recorded, and what it says.

Reading results costs no TensorFlow; `cnn-docs experiments run` measures them anew.
"""

from cnn_docs.experiments.results import Result, names, recorded, table

__all__ = ["Result", "names", "recorded", "table"]
