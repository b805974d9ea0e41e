"""Files as BAS writes them, with invented firms, for the tests and benchmarks of moving in.

``make_firm(seed)`` gives a firm; the writers of this package put its lists into a stream in the formats that BAS has.
"""
from .making import make_firm
