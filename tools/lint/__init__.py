"""The repository's own checks, a small module each; ``bin/lint`` runs them after ruff and pylint.

A check is a function that takes a :class:`~lint.common.Repository` and gives :class:`~lint.common.Problem`.
"""
