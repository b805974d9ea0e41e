"""How far documents of different kinds are: events, tasks, records of the calendar, rows of the history of a counterparty."""

STANDINGS = [('planned', "Planned"), ('done', "Done"), ('cancelled', "Cancelled")]
