"""What the processes of the desk do for requests, one module each: a use case in, plain data out."""
