"""LeNet-5 of 1998 as the paper specifies it (LeCun, Bottou, Bengio and Haffner)."""
