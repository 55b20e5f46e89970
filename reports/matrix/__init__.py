"""Several SDKs beside each other: which requirement each of them keeps."""
