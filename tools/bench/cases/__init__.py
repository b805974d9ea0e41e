"""One file per room. It holds ``CASES``, a list of :class:`bench.case.Case`: a new screen is one line of it.

A file may also hold ``figures(env, firm)``, which yields :class:`bench.inside.Figure` for figures beside the best SQL, and
``prepare(env, firm)``, which makes what the generated firm lacks; it is called before every run and changes nothing the second
time. ``env`` is a head of sales; ``firm`` is :class:`bench.firm.Firm`.
"""
