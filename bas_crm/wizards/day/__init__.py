from . import manager_change, leaver
