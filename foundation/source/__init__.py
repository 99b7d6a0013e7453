"""From text to typed values, with every mistake at its line. Pure: callers read the files."""
