"""What the program that times and the program that reports agree upon."""

#: the line of the output that the runner reads
MARK = 'BENCH '
