"""One file per report. It holds ``figures(env, firm)``, which yields :class:`bench.inside.Figure`, and may hold
``prepare(env, firm)``, which makes what the generated firm lacks; it is called before every run and changes nothing the second
time. ``env`` is a head of sales; ``firm`` is :class:`bench.firm.Firm`.
"""
