from werkzeug.exceptions import NotFound

from odoo import http
from odoo.addons.portal.controllers.portal import CustomerPortal, pager
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request

from ..tools.days import get_today, get_zone
from .asked import LARGEST_ID, read_text, read_token

PAGE_SIZE = 20
#: session key: the reason why the customer's answer was refused
REFUSAL = 'bas_offer_refusal'


class OfferPortal(CustomerPortal):
    """The customer's page of commercial offers: all valid offers side by side, one of which can be accepted or declined."""

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if 'offer_count' in counters:
            Offer = request.env['bas.commercial.offer']
            values['offer_count'] = Offer.search_count(self._get_offers_domain()) if Offer.has_access('read') else 0
        return values

    def _get_offers_domain(self):
        customer = request.env.user.partner_id.commercial_partner_id
        return [('partner_id', 'child_of', customer.ids), ('state', '!=', 'draft')]

    @http.route(['/my/offers', '/my/offers/page/<int:page>'], type='http', auth='user', website=True)
    def portal_my_offers(self, page=1, **kwargs):
        Offer, domain = request.env['bas.commercial.offer'], self._get_offers_domain()
        pages = pager(url='/my/offers', total=Offer.search_count(domain), page=page, step=PAGE_SIZE)
        return request.render('bas_crm.portal_my_offers', {
            **self._prepare_portal_layout_values(),
            # Whether an offer is still valid depends on its order, which the customer may not read.
            'offers': Offer.search(domain, order='date desc, id desc', limit=PAGE_SIZE, offset=pages['offset']).sudo(),
            'pager': pages,
            'page_name': 'offers',
            'default_url': '/my/offers',
        })

    @http.route('/my/offers/<int:offer_id>', type='http', auth='public', website=True)
    def portal_offer(self, offer_id, access_token=None, report_type=None, download=False, message=None, **kwargs):
        offer = self._get_offer(offer_id, access_token)
        if report_type == 'pdf':
            return self._show_report(
                model=offer, report_type='pdf', report_ref='bas_crm.action_report_commercial_offer', download=download)
        self._log_visit(offer, access_token)
        values = {'offer': offer, 'offers': offer._get_shown(), 'message': message, 'res_company': offer.company_id,
                  'refusal': request.session.pop(REFUSAL, None) if message == 'refused' else None}
        return request.render('bas_crm.portal_offer', self._get_page_view_values(
            offer, access_token, values, 'my_offers_history', False, **kwargs))

    @http.route('/my/offers/<int:offer_id>/accept', type='jsonrpc', auth='public', website=True)
    def portal_offer_accept(self, offer_id, access_token=None, name=None, signature=None, **kwargs):
        offer = self._get_offer(offer_id, access_token or request.httprequest.args.get('access_token'))
        try:
            with request.env.cr.savepoint():
                offer._accept(read_text(name), read_text(signature))
        except UserError as error:
            return {'error': error.args[0]}
        return {'force_refresh': True, 'redirect_url': offer.get_portal_url(query_string='&message=accepted')}

    @http.route('/my/offers/<int:offer_id>/decline', type='http', auth='public', methods=['POST'], website=True)
    def portal_offer_decline(self, offer_id, access_token=None, reason=None, which='this', **kwargs):
        offer = self._get_offer(offer_id, access_token)
        offers = offer._get_shown()._get_live() | offer if which == 'all' else offer
        try:
            with request.env.cr.savepoint():
                offers._decline(read_text(reason))
            answer = 'declined'
        except UserError as error:
            answer = 'refused'
            request.session[REFUSAL] = error.args[0]  # shown once, on the page that the customer returns to
        return request.redirect(offer.get_portal_url(query_string=f'&message={answer}'))

    def _get_offer(self, offer_id, access_token):
        """:return: the offer with the rights and the company of the firm, in the customer's language
        :raises NotFound: there is no such offer, the token does not fit, or the offer is a draft and the visitor is no employee
        """
        access_token = read_token(access_token)
        try:
            offer = self._document_check_access(
                'bas.commercial.offer', min(offer_id, LARGEST_ID), access_token=access_token)
        except (AccessError, MissingError) as error:
            raise NotFound from error
        if offer.state == 'draft' and request.env.user.share:
            raise NotFound
        if request.env.user._is_public():
            request.update_context(lang=offer._get_text_lang())
        request.update_context(tz=get_zone(request.env, offer.company_id).zone)
        return offer.with_company(offer.company_id).with_context(lang=request.env.lang, tz=request.env.context['tz'])

    def _log_visit(self, offer, access_token):
        """Log in the history, once a day, that the customer opened the offer."""
        is_preview = request.httprequest.headers.get('Odoo-Link-Preview') == 'True'
        today, key = get_today(request.env, offer.company_id).isoformat(), f'view_offer_{offer.id}'
        if not (request.env.user.share and access_token) or is_preview or request.session.get(key) == today:
            return
        request.session[key] = today
        offer._for_manager()._log_visit()
