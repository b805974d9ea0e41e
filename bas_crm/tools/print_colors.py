"""Colours of figures in prints: mails and the programs that print know no classes."""

GOOD, BAD, NOTE, NEUTRAL = '#198754', '#b02a37', '#0d6efd', '#555'
