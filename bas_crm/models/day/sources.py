"""What is a step of the day: one table for the query, the texts, the dialog and the activities."""
from typing import NamedTuple


class Source(NamedTuple):
    """One kind of rows of My Day. Its texts are made by the method ``_describe_<key>`` of ``bas.agenda``.

    :ivar shown: fields that the texts of a card are made of
    :ivar searched: fields by which a card is found
    :ivar is_document: a document in work, which is a step itself as long as nothing is planned for it
    """

    model: str
    shown: tuple
    searched: tuple
    is_document: bool = False


#: the position makes the ids of rows unique
SOURCES = {
    'event': Source('bas.event', ('subject', 'partner_id', 'lead_id', 'order_id', 'contract_id'), ('subject',)),
    'task': Source(
        'bas.work.task.line', ('description', 'work_type_id', 'partner_id', 'order_id', 'task_id', 'commercial_partner_id'),
        ('description', 'work_type_id.name')),
    'activity': Source(
        'mail.activity', ('summary', 'activity_type_id', 'res_model', 'res_id'), ('summary', 'activity_type_id.name')),
    'lead': Source('crm.lead', ('name', 'partner_name', 'contact_name', 'phone', 'partner_id'), ('name',), is_document=True),
    'offer': Source(
        'bas.commercial.offer', ('name', 'variant', 'title', 'order_id', 'partner_id'), ('name', 'title'), is_document=True),
    'order': Source('sale.order', ('name', 'client_order_ref', 'partner_id'), ('name', 'client_order_ref'), is_document=True),
}
#: model → key of SOURCES
STEPS = {source.model: key for key, source in SOURCES.items()}
DOCUMENTS = frozenset(source.model for source in SOURCES.values() if source.is_document)
#: models whose activities are steps → alias of their table in the query of activities
ACTIVITY_ALIASES = {'crm.lead': 'l', 'res.partner': 'p', 'sale.order': 'o', 'bas.commercial.offer': 'f'}
