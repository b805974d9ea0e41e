from odoo import models
from odoo.exceptions import UserError

from ...tools.emails import find_impossible
from ...tools.marks import mark, read_mark


class MailComposeMessage(models.TransientModel):
    """Checks the addresses when the user presses Send: an invalid one is reported before anything is sent or stored.

    Letters that the program sends are not checked here, because no user could correct the address: ``ir.mail_server``
    leaves it out, and core records the failure on the mail.
    """

    _inherit = 'mail.compose.message'

    def action_send_mail(self):
        for wizard in self.filtered(lambda wizard: wizard.composition_mode == 'mass_mail' and wizard.model_is_thread):
            wizard._check_letters_to_many()
        # A letter that is not a mass mailing is checked in _manage_mail_values(), where core has computed its addresses.
        return super(MailComposeMessage, mark(self, checked_composer_ids=self.ids)).action_send_mail()

    def _check_letters_to_many(self):
        """Check all addresses of a mass mailing before the first letter: it is sent in batches that cannot be taken back."""
        self.ensure_one()
        ids = self._evaluate_res_ids() if not self.res_domain else self.env[self.model].search(self._evaluate_res_domain()).ids
        if self.template_id:
            values_all = self._generate_template_for_composer(
                ids, ['email_to', 'email_cc', 'partner_ids'], find_or_create_partners=False)
        elif self.partner_ids:
            values_all = {}
        else:
            values_all = self.env[self.model].browse(ids)._message_get_default_recipients()
        values_all = {res_id: dict(values_all.get(res_id, {})) for res_id in ids}
        for res_id, address in self._render_field('email_from', ids).items():
            values_all[res_id]['email_from'] = address
        self._give_senders(values_all)
        letters = values_all.values()
        self._check_addresses(
            {*self.partner_ids.ids, *(partner_id for values in letters for partner_id in values.get('partner_ids') or [])},
            [values[name] for values in letters for name in ('email_from', 'email_to', 'email_cc') if values.get(name)])

    def _manage_mail_values(self, mail_values_all):
        # Compared by id: letters that core sends meanwhile for other documents are not the user's.
        if self.id in read_mark(self, 'checked_composer_ids', ()) and not self.subtype_is_log:
            self._give_senders(mail_values_all)
            for values in mail_values_all.values():
                self._check_addresses(
                    {*(values.get('partner_ids') or []), *(command[1] for command in values.get('recipient_ids') or [])},
                    [values[name] for name in ('email_from', 'email_to', 'email_cc', 'outgoing_email_to') if values.get(name)])
        return super()._manage_mail_values(mail_values_all)

    def _give_senders(self, values_all):
        """Set the document's company as the sender of letters whose author has no address.

        :param dict values_all: id of the document → values of its letter; completed here
        """
        orphans = [res_id for res_id, values in values_all.items() if not values.get('email_from')]
        documents = self.env[self.model].browse(filter(None, orphans)) if self.model else self.env['res.company']
        companies = documents._mail_get_companies(default=self.env.company)
        for res_id in orphans:
            values_all[res_id]['email_from'] = companies.get(res_id, self.env.company)._get_sender()

    def _check_addresses(self, partner_ids, texts):
        """:raises UserError: some addresses are invalid; the message names all of them"""
        wrong = [(partner.display_name, address)
                 for partner in self.env['res.partner'].browse(sorted(partner_ids)) for address in find_impossible(partner.email)]
        wrong += [('', address) for text in texts for address in find_impossible(text)]
        if wrong:
            raise UserError(self.env._(
                "The letter cannot be sent to these addresses:\n%(addresses)s\n"
                "Correct them, or remove these recipients from the letter. "
                "An address has only Latin letters, digits and signs, without spaces.",
                addresses='\n'.join(dict.fromkeys(f'{name}: {address}' if name else address for name, address in wrong))))
