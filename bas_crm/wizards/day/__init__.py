from . import outcome, manager_change, leaver
