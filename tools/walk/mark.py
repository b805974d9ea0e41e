"""What the program that walks and the program that reports agree upon."""

#: the line of the output that the runner reads
MARK = 'WALK '
