"""Leads: what the words of other programs mean, and what the models of core leave alone in an import."""
from odoo import models

from ...tools.marks import read_mark

#: words for the result of a lead → decision; deals of other programs have it in their stage
RESULTS = {
    **dict.fromkeys(('переведен в покупателя', 'переведено в покупця', 'переведений в покупця', 'переведений у покупця',
                     'переведено у покупця', 'покупець', 'покупатель',
                     'клієнт', 'клиент', 'замовник', 'заказчик', 'customer', 'client', 'won',
                     'closed won', 'closedwon', 'виграно', 'выиграно', 'виграна', 'успішно', 'успешно', 'успішна', 'угода',
                     'конвертовано', 'конвертирован', 'converted', 'покупець створений', 'продано'), 'customer'),
    **dict.fromkeys(('покупець і замовлення', 'покупець та замовлення', 'покупатель и заказ', 'customer and order'), 'order'),
    **dict.fromkeys(('неякісний', 'неякісний лід', 'некачественный', 'некачественный лид', 'брак', 'спам', 'spam', 'нецільовий',
                     'нецелевой', 'відмова', 'отказ', 'відмовився', 'отказался', 'програно', 'проиграно', 'втрачено', 'потеряно',
                     'втрачений', 'lost', 'closed lost', 'closedlost', 'junk', 'unqualified', 'bad timing'), 'junk'),
    **dict.fromkeys(('не визначено', 'не определено', 'невизначений', 'неопределенный', 'в роботі', 'в работе', 'undecided',
                     '-', '—'), ''),
}
#: words for the first two stages of core and of BAS → stage
STAGES = {
    **dict.fromkeys(('новий', 'новый', 'нова', 'новая', 'new', 'lead', 'новий лід', 'новый лид'), 'crm.stage_lead1'),
    **dict.fromkeys(('в роботі', 'в работе', 'у роботі', 'in progress', 'in work', 'open', 'контакт'), 'crm.stage_lead2'),
}
#: states that only say that the lead is closed; its result says how
CLOSED = ('завершено', 'завершен', 'завершений', 'закрито', 'закрыт', 'closed', 'done')
PRIORITIES = {
    **dict.fromkeys(('низький', 'низкий', 'низька', 'низкая', 'low', '0'), '0'),
    **dict.fromkeys(('звичайний', 'обычный', 'звичайна', 'обычная', 'середній', 'средний', 'середня', 'normal', 'medium', '1'),
                    '1'),
    **dict.fromkeys(('високий', 'высокий', 'висока', 'высокая', 'high', '2'), '2'),
    **dict.fromkeys(('дуже високий', 'очень высокий', 'терміново', 'срочно', 'very high', 'urgent', '3'), '3'),
}


class CrmLead(models.Model):
    _inherit = 'crm.lead'

    def _pls_increment_frequencies(self, from_state=None, to_state=None):
        """Core counts won and lost leads; its nightly job counts those of an import, too, and an import can be undone."""
        if not read_mark(self, 'importing'):
            super()._pls_increment_frequencies(from_state, to_state)

    def _get_partner_email_update(self, force_void=True):
        """An imported lead has the address of the file, and its counterparty keeps its own."""
        return not read_mark(self, 'importing') and super()._get_partner_email_update(force_void)

    def _get_partner_phone_update(self, force_void=True):
        return not read_mark(self, 'importing') and super()._get_partner_phone_update(force_void)
