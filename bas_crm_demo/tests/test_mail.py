from unittest.mock import patch

from odoo.tests import tagged

from .common import DemoFirmCase


@tagged('post_install', '-at_install')
class TestMail(DemoFirmCase):
    """The firm is invented: nothing of it goes out, whatever mail server the database has."""

    def send(self, mail):
        IrMailServer = type(self.env['ir.mail_server'])
        with patch.object(IrMailServer, '_connect__') as connect, patch.object(IrMailServer, 'send_email') as send_email:
            mail.send()
        return connect.called or send_email.called

    def test_nothing_waits(self):
        self.assertFalse(self.env['mail.mail'].search([]))
        self.assertFalse(self.env['digest.digest'].search([]).user_ids & self.env['res.users'].union(*self.users.values()))

    def test_what_a_manager_writes_stays_here(self):
        order = self.find('sale.order', [('user_id', '=', self.users['manager'].id)])[:1]
        message = order.with_user(self.users['manager']).with_context(mail_notify_force_send=False).message_post(
            body='Добрий день', partner_ids=order.partner_id.ids, message_type='comment', subtype_xmlid='mail.mt_comment')
        mail = self.env['mail.mail'].sudo().search([('mail_message_id', '=', message.id)])
        self.assertTrue(mail)
        self.assertFalse(self.send(mail))
        self.assertEqual(set(mail.mapped('state')), {'cancel'})

    def test_others_write_as_before(self):
        mail = self.env['mail.mail'].create({
            'email_to': 'somebody@core.example', 'body_html': 'Hello', 'record_company_id': self.env.ref('base.main_company').id,
            'author_id': self.env.ref('base.partner_root').id})
        self.assertTrue(self.send(mail))
