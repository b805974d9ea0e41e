from . import ical, offer_portal, manager_export
