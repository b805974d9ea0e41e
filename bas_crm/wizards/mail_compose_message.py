from odoo import models
from odoo.exceptions import UserError

from ..tools.emails import find_impossible


class MailComposeMessage(models.TransientModel):
    """Whoever presses Send is told of addresses that no server takes, before anything is sent or stored.

    Letters that the program sends by itself go core's way, where nobody is who could correct an address: ``ir.mail_server``
    leaves it out, and core records the failure on the mail.
    """

    _inherit = 'mail.compose.message'

    def action_send_mail(self):
        for wizard in self.filtered(
                lambda wizard: wizard.composition_mode == 'mass_mail' and wizard.model_is_thread and not wizard.template_id):
            # Letters to many leave in parts: the last address is read before the first letter goes.
            ids = wizard._evaluate_res_ids() if not wizard.res_domain else self.env[wizard.model].search(
                wizard._evaluate_res_domain()).ids
            recipients = self.env[wizard.model].browse(ids)._message_get_default_recipients().values()
            wizard._check_addresses(
                {partner_id for values in recipients for partner_id in values.get('partner_ids') or []},
                [values[name] for values in recipients for name in ('email_to', 'email_cc') if values.get(name)])
        # The letter is written once: its addresses are read where core has them ready.
        return super(MailComposeMessage, self.with_context(checked_composer_ids=self.ids)).action_send_mail()

    def _manage_mail_values(self, mail_values_all):
        # By id: what core sends along, of another document, is no letter of the one who pressed.
        if self.id in self.env.context.get('checked_composer_ids', ()) and not self.subtype_is_log:
            for values in mail_values_all.values():
                values['email_from'] = values.get('email_from') or self.env.company._get_sender()
                self._check_addresses(
                    {*(values.get('partner_ids') or []), *(command[1] for command in values.get('recipient_ids') or [])},
                    [values[name] for name in ('email_from', 'email_to', 'email_cc', 'outgoing_email_to') if values.get(name)])
        return super()._manage_mail_values(mail_values_all)

    def _check_addresses(self, partner_ids, texts):
        """:raises UserError: an address cannot be delivered to; all of them are named"""
        wrong = [(partner.display_name, address)
                 for partner in self.env['res.partner'].browse(sorted(partner_ids)) for address in find_impossible(partner.email)]
        wrong += [('', address) for text in texts for address in find_impossible(text)]
        if wrong:
            raise UserError(self.env._(
                "The letter cannot be sent to these addresses:\n%(addresses)s\n"
                "Correct them, or take these people out of the letter. "
                "An address has Latin letters, figures and signs only, without blanks.",
                addresses='\n'.join(dict.fromkeys(f'{name}: {address}' if name else address for name, address in wrong))))
