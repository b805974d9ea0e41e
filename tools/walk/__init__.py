"""How far a reader walks who follows one action of a user through the files of the add-on; what ``bin/walk`` counts.

While a flow runs in a database, a profiler notes every call of a named function of the add-on, in order: its file, its
class and its name. Lambdas and comprehensions belong to the function around them. What core does in between is not noted,
and neither are the checks that every value of every model passes (the files of the models ``base`` and
``bas.protected.mixin``) and the helpers that core calls for every text it translates: nobody reads them to follow an order.

* *Files*: the files that were entered at least once.
* *Moves*: how often the next call is in another file than the call before it. A helper of ``bas_crm/tools`` counts as a
  file and makes no move: it knows no database, and its name says what it gives.
* *Calls*: all calls that were noted.

A flow makes the calls of the web client, as a user with the lowest role that may. What it needs is made before and not
counted; it runs once unnoted first, so that caches are full in every run. Nothing is kept.
"""
