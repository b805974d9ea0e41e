from . import ical, offer_portal
