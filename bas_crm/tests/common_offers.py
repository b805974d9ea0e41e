"""Orders with offers, before and after they are sent."""
import base64
import io
import uuid

from PIL import Image

from odoo.tools import SQL

from .common import TwoConnectionsCase
from .common_orders import OrderStageCase

#: documents of core that other people wait for; all of our own are watched besides
DOCUMENTS = ('sale.order', 'sale.order.line', 'crm.lead', 'account.move', 'calendar.event', 'res.partner', 'ir.sequence')


def make_signature():
    picture = io.BytesIO()
    Image.new('RGB', (60, 20), 'navy').save(picture, 'PNG')
    return base64.b64encode(picture.getvalue()).decode()


class OfferCase(OrderStageCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vat = cls.env['account.tax'].create({
            'name': 'ПДВ 20%', 'amount': 20.0, 'type_tax_use': 'sale', 'price_include_override': 'tax_excluded'})
        cls.chair = cls.env['product.product'].create({
            'name': 'Стілець', 'list_price': 90.0, 'standard_price': 50.0, 'taxes_id': False})
        cls.delivery = cls.env['product.product'].create({
            'name': 'Доставка', 'list_price': 120.0, 'type': 'service', 'taxes_id': False})

    @classmethod
    def make_order(cls, **values):
        """Two tables and four chairs with VAT under a heading: 2·700 + 4·90·0.9 = 1724, VAT 344.80."""
        return super().make_order(**{'order_line': [
            (0, 0, {'display_type': 'line_section', 'name': 'Меблі'}),
            (0, 0, {'product_id': cls.product.id, 'product_uom_qty': 2, 'tax_ids': [(6, 0, cls.vat.ids)]}),
            (0, 0, {'product_id': cls.chair.id, 'product_uom_qty': 4, 'discount': 10.0, 'tax_ids': [(6, 0, cls.vat.ids)]}),
            (0, 0, {'display_type': 'line_note', 'name': 'Збираємо на місці'}),
        ], **values})

    @classmethod
    def make_offer(cls, order=None, **values):
        order = order or cls.make_order()
        order.action_create_offer()
        offer = order.offer_ids.sorted('id')[-1]
        offer.write(values)
        return offer

    def read_lines(self, document, lines):
        return [(line.display_type, line.product_id.name, line.name, line.product_uom_qty, line.price_unit, line.discount,
                 line.tax_ids.mapped('name')) for line in document[lines].sorted('sequence')]


class OfferPrintCase(OfferCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for lang in ('uk_UA', 'en_US'):
            cls.env['res.lang']._activate_lang(lang)
        cls.env['ir.module.module'].search([('name', '=', 'bas_crm')])._update_translations(['uk_UA'])
        cls.env['res.currency'].with_context(active_test=False).search([('name', '=', 'UAH')]).active = True
        cls.firm = cls.company.partner_id
        cls.firm.write({
            'name': 'ТОВ «Затишок»', 'company_registry': '32855961', 'country_id': cls.env.ref('base.ua').id,
            'phone': '+380 44 123 45 67'})
        cls.hryvnia = cls.env['product.pricelist'].create({
            'name': 'Роздріб', 'currency_id': cls.env['res.currency'].search([('name', '=', 'UAH')]).id})
        cls.partner.lang = 'uk_UA'
        cls.own.write({'name': 'Мельник Ірина', 'email': 'iryna@zatyshok.example'})
        cls.own.partner_id.phone = '+380 63 010 48 92'

    @classmethod
    def make_order(cls, **values):
        return super().make_order(pricelist_id=cls.hryvnia.id, **values)


class SentOfferCase(TwoConnectionsCase):
    """An order with two variants that the customer has got; committed, so that other connections see it."""

    def prepare(self, env):
        product = env['product.product'].create({'name': 'Стіл на двох', 'list_price': 100, 'taxes_id': False})
        manager = env['res.users'].create({
            'name': 'Мельник Ірина', 'login': str(uuid.uuid4()), 'email': 'melnyk@two.example.com',
            'group_ids': [(6, 0, [env.ref('sales_team.group_sale_salesman').id])]})
        order = env['sale.order'].create({
            'partner_id': env['res.partner'].create({
                'name': 'ТОВ «Після підпису»', 'email': 'pidpys@two.example.com', 'phone': '+380671239800'}).id,
            'user_id': manager.id,
            'order_line': [(0, 0, {'product_id': product.id, 'price_unit': 100})]})
        order.action_create_offer()
        order.offer_ids.copy()
        order.offer_ids.action_mark_sent()
        self.order_id, self.offer_id = order.id, order.offer_ids[0].id
        self.product_id, self.manager_id, self.partner_id = product.id, manager.id, order.partner_id.id

    def clean(self, env):
        order = env['sale.order'].browse(self.order_id)
        env['bas.event'].search([('partner_id', '=', self.partner_id)]).with_context(force_delete=True).unlink()
        order._action_cancel()
        order.unlink()
        env['product.product'].browse(self.product_id).unlink()
        manager = env['res.users'].browse(self.manager_id)
        partners = manager.partner_id | env['res.partner'].browse(self.partner_id)
        manager.unlink()
        partners.unlink()

    def act(self, work, as_manager=False):
        """Do ``work(offer)`` in a transaction and commit it."""
        with self.registry.cursor() as cr:
            env = self.get_env(cr)
            work(env(user=self.manager_id if as_manager else env.uid)['bas.commercial.offer'].browse(self.offer_id))

    def accept(self):
        self.act(lambda offer: offer._accept('Оксана Коваль', make_signature()))

    def read_offer(self, names):
        """:return: tuple of values of the offer, read from the database"""
        with self.registry.cursor() as cr:
            offer = self.get_env(cr)['bas.commercial.offer'].browse(self.offer_id)
            values = [offer.mapped(name) for name in names.split()]
            return tuple(value.mapped('display_name') if isinstance(value, type(offer.order_id)) else value[0] if value else None
                         for value in values)

    def get_locked_tables(self):
        with self.registry.cursor() as cr:
            models = [model for name, model in self.get_env(cr).items()
                      if model._auto and not model._transient and (name.startswith('bas.') or name in DOCUMENTS)]
            return [model._table for model in models if self.is_locked(cr, model._table)]

    def is_locked(self, cr, table):
        table = SQL.identifier(table)
        cr.execute(SQL("SELECT count(*) FROM %s", table))
        known = cr.fetchone()[0]
        cr.execute(SQL("SELECT FROM %s FOR NO KEY UPDATE SKIP LOCKED", table))
        return cr.rowcount < known
