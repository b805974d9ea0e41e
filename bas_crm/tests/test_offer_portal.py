import base64
import io

from freezegun import freeze_time
from PIL import Image

from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .test_offer import OfferCase


def make_signature():
    picture = io.BytesIO()
    Image.new('RGB', (60, 20), 'navy').save(picture, 'PNG')
    return base64.b64encode(picture.getvalue()).decode()


@tagged('post_install', '-at_install')
class TestOfferPortal(OfferCase, HttpCase):
    """The customer at his page, without a login."""

    def setUp(self):
        super().setUp()
        self.env['res.lang']._activate_lang('en_US')
        (self.partner | self.own.partner_id).lang = 'en_US'
        self.authenticate(None, None)
        self.first = self.make_offer(title='Full set')
        self.order = self.first.order_id
        self.second = self.first.copy({'title': 'Economy'})
        self.second.line_ids.filtered(lambda line: line.product_id == self.chair).unlink()
        self.third = self.second.copy({'title': 'Still a draft'})
        (self.first | self.second).action_mark_sent()

    def accept(self, offer, **values):
        result = self.make_jsonrpc_request(offer.get_portal_url('/accept'), {
            'name': 'Oksana Koval', 'signature': make_signature(), **values})
        self.env.invalidate_all()
        return result

    def decline(self, offer, **values):
        response = self.url_open(f'/my/offers/{offer.id}/decline', {
            'csrf_token': Request.csrf_token(self), 'access_token': offer.access_token, 'reason': 'Too dear', **values})
        self.env.invalidate_all()
        return response

    def test_all_live_variants_side_by_side_and_nothing_else(self):
        foreign = self.make_offer(title='Somebody else')
        foreign.action_mark_sent()
        page = self.url_open(self.first.get_portal_url())
        self.assertEqual(page.status_code, 200)
        for words in ('Full set', 'Economy', '2,068.80', '1,680.00', 'Стілець', 'differs from the first variant'):
            self.assertIn(words, page.text)
        for words in ('Still a draft', 'Somebody else', 'Margin', 'Cost'):
            self.assertNotIn(words, page.text)
        self.assertIn('The customer has opened the page', self.first.message_ids[0].body)

    def test_days_and_hours_are_those_of_the_company(self):
        """At 22:30 UTC the last day of the offer is over in Kyiv; who signed an hour before reads his own hour."""
        (self.first | self.second)._decide({'state': 'draft'})
        (self.first | self.second).validity_date = '2026-12-31'
        (self.first | self.second)._decide({'state': 'sent'})
        with freeze_time('2026-12-31 21:30:00'):
            self.assertNotIn('error', self.accept(self.first))
            page = self.url_open(self.first.get_portal_url()).text
            self.assertRegex(page, r'12/31/2026 11:30:00 PM|12/31/2026 23:30:00')
        self.first._decide({'state': 'sent'})
        self.order._action_cancel()
        self.order.action_draft()
        with freeze_time('2026-12-31 22:30:00'):
            self.assertIn('The term of this offer is over', self.accept(self.first)['error'])
            self.assertIn('Past Validity', self.url_open(self.first.get_portal_url()).text)

    @mute_logger('odoo.http')
    def test_a_guessed_link_leads_nowhere(self):
        for path in (f'/my/offers/{self.first.id}', f'/my/offers/{self.first.id}?access_token=guess',
                     f'/my/offers/{self.third.id}?access_token={self.third._portal_ensure_token()}',
                     f'/my/offers/{self.first.id}?access_token={self.second.access_token}', '/my/offers/99999999?access_token=x'):
            self.assertEqual(self.url_open(path).status_code, 404, path)
        self.third.invalidate_recordset()
        with mute_logger('odoo.http'), self.assertRaisesRegex(Exception, 'NotFound'):
            self.make_jsonrpc_request(
                f'/my/offers/{self.first.id}/accept', {'access_token': 'guess', 'name': 'X', 'signature': 'eA=='})
        self.assertEqual(self.first.state, 'sent')

    def test_the_print_is_downloaded(self):
        response = self.url_open(self.first.get_portal_url(report_type='pdf', download=True))
        self.assertEqual(response.headers['Content-Type'], 'application/pdf')

    def test_accepting_makes_the_order(self):
        before = self.env['bas.event'].search([])
        result = self.accept(self.second)
        self.assertIn('message=accepted', result['redirect_url'])
        self.assertEqual((self.first.state, self.second.state, self.third.state), ('rejected', 'accepted', 'rejected'))
        self.assertEqual((self.order.state, self.order.stage_id.name, self.order.amount_total), ('sale', 'Agreed', 1680.0))
        self.assertEqual(self.second.signed_by, 'Oksana Koval')
        self.assertTrue(self.second.signature and self.second.signed_on)
        message = self.order.message_ids.filtered(lambda message: 'signed by Oksana Koval' in (message.body or ''))
        self.assertIn(self.partner, message.author_id)
        self.assertEqual(len(message.attachment_ids), 1, 'the signed print')
        told = self.env['mail.notification'].search([('res_partner_id', '=', self.own.partner_id.id)])
        self.assertIn('signed by Oksana Koval', ''.join(told.mail_message_id.mapped('body')))
        event = self.env['bas.event'].search([]) - before
        self.assertEqual((event.user_id, event.partner_id, event.order_id), (self.own, self.partner, self.order))
        self.assertTrue(event.calendar_event_id, 'and it stands in the calendar')
        self.assertIn('Thank you', self.url_open(result['redirect_url']).text)

    def test_accepting_twice_is_accepting_once(self):
        self.accept(self.second)
        messages = len(self.order.message_ids)
        self.assertIn('accepted already', self.accept(self.second)['error'])
        self.assertIn('no longer in force', self.accept(self.first)['error'])
        self.assertEqual((self.second.state, self.order.main_offer_id), ('accepted', self.second))
        self.assertEqual(len(self.order.message_ids), messages, 'nobody is told twice')

    def test_what_was_just_rejected_is_not_accepted(self):
        self.first._decline('Changed')
        self.assertIn('no longer in force', self.accept(self.first)['error'])
        self.assertEqual((self.first.state, self.order.state), ('rejected', 'sent'))

    def test_something_is_missing(self):
        self.assertIn('signature', self.accept(self.first, signature='')['error'])
        self.assertIn('signature', self.accept(self.first, signature='no picture!')['error'])
        self.assertIn('name', self.accept(self.first, name=' ')['error'])
        self.assertEqual((self.first.state, self.first.signed_by), ('sent', False))

    def test_a_term_that_is_over(self):
        self.env.cr.execute("UPDATE bas_commercial_offer SET validity_date = '2020-01-01' WHERE id = %s", [self.first.id])
        self.env.invalidate_all()
        page = self.url_open(self.first.get_portal_url())
        self.assertEqual(page.status_code, 200)
        self.assertIn('The term of this offer is over', page.text)
        self.assertIn('term of this offer', self.accept(self.first)['error'])

    def test_declining_one_and_then_the_last(self):
        self.third.unlink()
        self.assertIn('message=declined', self.decline(self.first).url)
        self.assertEqual((self.first.state, self.first.decline_reason, self.order.state), ('rejected', 'Too dear', 'sent'))
        self.decline(self.second)
        self.assertEqual((self.second.state, self.order.state, self.order.stage_id.name), ('rejected', 'cancel', 'Called Off'))
        self.assertEqual(self.order.cancel_reason_id, self.env.ref('bas_crm.bas_cancel_reason_declined'))
        self.assertIn('message=too_late', self.decline(self.second).url)

    def test_declining_all_at_once(self):
        self.decline(self.first, which='all')
        self.assertEqual((self.first | self.second).mapped('state'), ['rejected', 'rejected'])
        self.assertEqual(self.third.state, 'draft', 'what he never saw stays')

    def test_the_customers_word_is_kept_though_the_order_cannot_be_confirmed(self):
        def refuse(self):
            return 'Not today'
        self.patch(self.registry['sale.order'], '_confirmation_error_message', refuse)
        self.accept(self.second)
        self.assertEqual((self.second.state, self.order.state, self.order.amount_total), ('accepted', 'sent', 1680.0))
        self.assertIn('Not today', ''.join(self.order.message_ids.mapped('body')))

    def test_a_portal_user_finds_his_offers(self):
        self.portal.partner_id.parent_id = self.partner
        self.portal.password = 'portal portal'
        self.authenticate('portal', 'portal portal')
        page = self.url_open('/my/offers').text
        self.assertIn('Full set', page)
        self.assertNotIn('Still a draft', page)
        self.assertEqual(self.url_open(f'/my/offers/{self.first.id}').status_code, 200, 'without a token')
