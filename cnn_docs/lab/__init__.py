"""What the lab's pages read in the browser, written from the package's data without TensorFlow."""
