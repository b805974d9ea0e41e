from . import funnel_export, ical, offer_portal
