# pylint: disable=translation-required  # it knows tests by the folder right above

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..common_offers import OfferCase, make_signature


@tagged('post_install', '-at_install')
class TestOfferPortal(OfferCase, HttpCase):
    """The customer's page of offers, without a login."""

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
            self.assertIn('This offer has expired', self.accept(self.first)['error'])
            self.assertIn('Past Validity', self.url_open(self.first.get_portal_url()).text)

    def test_one_letter_for_all_variants(self):
        """Three variants wait: one letter, one link; its text says how many, the page behind it has them all."""
        composer = self.order.with_user(self.own).action_send_offers()
        letter = self.env['mail.compose.message'].with_user(self.own).with_context(**composer['context']).create({})
        mails = self.env['mail.mail'].search([])
        letter._action_send_mail()
        self.assertEqual((self.first | self.second | self.third).mapped('state'), ['sent'] * 3)
        message = self.first.message_ids.filtered(lambda message: message.message_type == 'comment')[:1]
        self.assertIn('Variants to choose from: <strong>3</strong>', message.body)
        self.assertEqual(message.body.count('/my/offers/'), 1, 'one link')
        for words in ('Full set', 'Economy', 'Still a draft', self.first.get_portal_url().replace('&', '&amp;')):
            self.assertIn(words, message.body)
        (attachment,) = message.attachment_ids
        for offer in self.first | self.second | self.third:
            self.assertIn(offer.name, attachment.raw.decode(), 'a print without wkhtmltopdf, as core does it in tests')
        self.assertEqual(len(self.env['mail.mail'].search([]) - mails), 1, 'one letter')
        self.assertIn(f'in one letter with {self.first.display_name}', self.third.message_ids[0].body)
        page = self.url_open(self.first.get_portal_url()).text
        self.assertIn('Variants to choose from: <strong>3</strong>', page)
        for offer in self.first | self.second | self.third:
            self.assertIn(f'#accept_{offer.id}"', page)
            self.assertIn(f'href="#variant_{offer.id}"', page)
        self.assertIn('the variants A, B, C', page)

    def test_a_letter_with_one_variant_counts_those_that_wait_already(self):
        self.second.copy({'title': 'Nobody is told'})
        composer = self.third.action_send()
        letter = self.env['mail.compose.message'].with_context(**composer['context']).create({})
        self.assertIn('Variants to choose from: <strong>3</strong>', letter.body)
        self.assertNotIn('Nobody is told', letter.body)
        (self.first | self.second)._decline('No')
        composer = self.third.action_send()
        letter = self.env['mail.compose.message'].with_context(**composer['context']).create({})
        self.assertIn('On its page you can accept or decline it', letter.body)
        self.assertNotIn('Variants', letter.body)

    def test_one_letter_is_of_one_order_and_of_what_may_be_sent(self):
        foreign = self.make_offer(title='Somebody else')
        with self.assertRaisesRegex(UserError, 'one order'):
            (self.first | foreign).action_send()
        self.third.line_ids.unlink()
        with self.assertRaisesRegex(UserError, 'has no lines'):
            (self.first | self.third).action_send()
        named = self.first.with_context(mark_offer_as_sent=True, sent_together=[foreign.id, self.third.id])
        with self.assertRaisesRegex(UserError, 'has no lines'):
            named.message_post(body='A letter')
        self.assertEqual((foreign | self.third).mapped('state'), ['draft', 'draft'])
        self.third.unlink()
        named.with_context(sent_together=[foreign.id]).message_post(body='A letter')
        self.assertEqual(foreign.state, 'draft', 'nothing of another order')
        (self.first | self.second)._decline('No')
        with self.assertRaisesRegex(UserError, 'no variants waiting'):
            self.order.action_send_offers()

    def test_the_firms_name_where_it_has_no_logo(self):
        self.company.logo = False
        page = self.url_open(self.first.get_portal_url()).text
        self.assertNotIn('/logo.png', page)
        self.assertIn(self.company.name, page[page.index('navbar-brand'):][:300])
        self.assertNotIn('<img', self.render_print(self.first))
        self.company.logo = make_signature()
        self.assertIn('/logo.png', self.url_open(self.first.get_portal_url()).text)
        self.assertIn('<img', self.render_print(self.first))

    def render_print(self, offer):
        return self.env['ir.actions.report']._render_qweb_html('bas_crm.action_report_commercial_offer', offer.ids)[0].decode()

    def test_codes_of_items_are_not_on_the_page(self):
        self.chair.default_code = 'СТ-1'
        lines = self.first.line_ids.filtered(lambda line: line.product_id == self.chair)
        self.env.cr.execute("UPDATE bas_commercial_offer_line SET name = '[СТ-1] Стілець' WHERE id = %s", lines.ids)
        self.env.invalidate_all()
        page = self.url_open(self.first.get_portal_url()).text
        self.assertIn('Стілець', page)
        self.assertNotIn('СТ-1', page + self.render_print(self.first))

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

    def test_a_signed_variant_is_not_overridden_in_one_click(self):
        """The customer has signed B; A is chosen only when the question is answered, and everybody sees who decided."""
        self.accept(self.second)
        first = self.first.with_user(self.own)
        action = first.action_choose()
        self.assertEqual((self.order.main_offer_id, self.second.state, self.first.state), (self.second, 'accepted', 'rejected'))
        question = self.env[action['res_model']].with_user(self.own).with_context(**action['context']).create({})
        self.assertEqual(
            question.question,
            "The customer has signed B · Economy. Choose A · Full set without the customer's consent?")
        self.assertEqual((self.first | self.second | self.third).mapped('outcome'), ['not_chosen', 'signed', 'not_chosen'])
        question.action_confirm()
        self.assertEqual((self.order.main_offer_id, self.order.amount_total), (self.first, 2068.8))
        self.assertEqual((self.first | self.second | self.third).mapped('outcome'), ['chosen', 'signed', 'not_chosen'])
        self.assertIn("without the customer's consent", self.order.message_ids[0].body)
        page = self.url_open(self.second.get_portal_url()).text
        for words in ('Signed by Customer', 'Chosen by Manager', 'no longer valid'):
            self.assertIn(words, page)
        rows = self.env['bas.partner.history'].search([('kind', '=', 'offer'), ('res_id', 'in', self.order.offer_ids.ids)])
        self.assertEqual({row.res_id: (row.standing, row.category) for row in rows}, {
            self.first.id: ('Chosen by Manager', 'done'), self.second.id: ('Signed by Customer', 'done'),
            self.third.id: ('Not Chosen', 'cancelled')})
        self.assertIs(self.second.with_user(self.own).action_choose(), True, 'back to what was signed needs no question')
        self.assertEqual((self.first | self.second).mapped('outcome'), ['not_chosen', 'signed'])

    def test_a_variant_chosen_by_the_manager_is_nobodys_signature(self):
        self.first.action_choose()
        self.assertEqual((self.first | self.second).mapped('outcome'), ['chosen', 'not_chosen'])
        self.assertIn('Your manager has already chosen this variant', self.accept(self.first)['error'])
        other = self.make_offer()
        other.action_mark_sent()
        other._decline('Too dear')
        self.assertEqual((other.outcome, other.state), ('declined', 'rejected'))

    def test_accepting_twice_is_accepting_once(self):
        self.accept(self.second)
        messages = len(self.order.message_ids)
        self.assertIn('already accepted', self.accept(self.second)['error'])
        self.assertIn('no longer valid', self.accept(self.first)['error'])
        self.assertEqual((self.second.state, self.order.main_offer_id), ('accepted', self.second))
        self.assertEqual(len(self.order.message_ids), messages, 'nobody is told twice')

    def test_what_was_just_rejected_is_not_accepted(self):
        self.first._decline('Changed')
        self.assertIn('no longer valid', self.accept(self.first)['error'])
        self.assertEqual((self.first.state, self.order.state), ('rejected', 'sent'))

    def test_something_is_missing(self):
        self.assertIn('signature', self.accept(self.first, signature='')['error'])
        self.assertIn('signature', self.accept(self.first, signature='no picture!')['error'])
        for name in (' ', '\u202e\u200b', '...'):
            self.assertIn('name', self.accept(self.first, name=name)['error'])
        self.assertEqual((self.first.state, self.first.signed_by), ('sent', False))

    def test_a_term_that_is_over(self):
        self.env.cr.execute("UPDATE bas_commercial_offer SET validity_date = '2020-01-01' WHERE id = %s", [self.first.id])
        self.env.invalidate_all()
        page = self.url_open(self.first.get_portal_url())
        self.assertEqual(page.status_code, 200)
        self.assertIn('This offer has expired', page.text)
        self.assertIn('offer has expired', self.accept(self.first)['error'])

    def test_declining_one_and_then_the_last(self):
        self.third.unlink()
        self.assertIn('message=declined', self.decline(self.first).url)
        self.assertEqual((self.first.state, self.first.decline_reason, self.order.state), ('rejected', 'Too dear', 'sent'))
        self.decline(self.second)
        self.assertEqual((self.second.state, self.order.state, self.order.stage_id.name), ('rejected', 'cancel', 'Cancelled'))
        self.assertEqual(self.order.cancel_reason_id, self.env.ref('bas_crm.bas_cancel_reason_declined'))
        answer = self.decline(self.second)
        self.assertIn('message=refused', answer.url)
        self.assertIn('no longer valid', answer.text)

    def test_a_reason_that_cannot_be_kept_is_refused_in_words(self):
        for reason, words in (('x' * 2001, 'at most 2000 characters'), ('\u200b\u202e', 'Please tell us the reason')):
            answer = self.decline(self.first, reason=reason)
            # The dialogs of the page ask for a reason in the same words.
            again = self.url_open(answer.url).text
            self.assertEqual(answer.text.count(words), again.count(words) + 1, 'told once')
        self.assertEqual((self.first.state, self.first.decline_reason), ('sent', False))

    def test_invisible_characters_are_removed_from_the_name(self):
        self.accept(self.first, name='\u202eOksana Koval')
        self.assertEqual(self.first.signed_by, 'Oksana Koval')

    def test_a_variant_decided_since_the_letter_was_opened_is_not_sent_with_it(self):
        letter = self.third.with_context(mark_offer_as_sent=True, sent_together=(self.second | self.third).ids)
        self.second._decline('Too dear')
        messages = self.second.message_ids
        letter.message_post(body='Two variants')
        self.assertEqual((self.second | self.third).mapped('state'), ['rejected', 'sent'])
        self.assertEqual(self.second.message_ids, messages)

    def test_where_nothing_is_signed_there_is_no_question(self):
        self.assertFalse(self.env['bas.offer.override'].create({'offer_id': self.first.id}).question)
        self.assertFalse(self.env['bas.offer.override'].new({}).question)

    def test_declining_all_at_once(self):
        self.decline(self.first, which='all')
        self.assertEqual((self.first | self.second).mapped('state'), ['rejected', 'rejected'])
        self.assertEqual(self.third.state, 'draft', 'what he never saw stays')

    def test_the_acceptance_is_kept_if_the_order_cannot_be_confirmed(self):
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
