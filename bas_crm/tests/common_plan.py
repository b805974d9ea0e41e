from odoo import fields

from .common import InvoicingCase


class PlanCase(InvoicingCase):
    """A firm that plans: two categories, three products, plans of the second quarter of 2026."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.furniture, cls.textile = cls.env['product.category'].create([{'name': 'Меблі'}, {'name': 'Текстиль'}])
        cls.tables = cls.env['product.category'].create({'name': 'Столи', 'parent_id': cls.furniture.id})
        cls.desk, cls.chair, cls.curtain = cls.env['product.template'].create([
            {'name': 'Стіл', 'default_code': 'СТ-1', 'list_price': 1000, 'categ_id': cls.tables.id, 'taxes_id': False},
            {'name': 'Стілець', 'default_code': 'СЦ-1', 'list_price': 300, 'categ_id': cls.furniture.id, 'taxes_id': False},
            {'name': 'Штора', 'list_price': 450, 'categ_id': cls.textile.id, 'taxes_id': False},
        ])
        cls.partner = cls.make_partner()

    @classmethod
    def make_plan(cls, dimension='product', figures=(), **values):
        """:param figures: (object, ISO date of the column, quantity, amount) each"""
        plan = cls.env['bas.sales.plan'].create({
            'dimension': dimension, 'period': 'quarter', 'date_from': '2026-04-01', 'date_to': '2026-06-30', **values})
        field = plan._get_dimension_field()
        cls.env['bas.sales.plan.line'].create([{
            'plan_id': plan.id, 'date': date, field: record.id, 'quantity': quantity, 'amount': amount,
        } for record, date, quantity, amount in figures])
        return plan

    @classmethod
    def sell(cls, product, quantity, price, date, refund=False, **values):
        """A posted invoice, or credit note, of one line without taxes."""
        move = cls.env['account.move'].create({
            'move_type': 'out_refund' if refund else 'out_invoice', 'partner_id': cls.partner.id, 'invoice_date': date,
            'invoice_user_id': cls.own.id, **values, 'invoice_line_ids': [(0, 0, {
                'product_id': product.product_variant_id.id, 'quantity': quantity, 'price_unit': price, 'tax_ids': False})]})
        move.action_post()
        return move

    def get_cells(self, plan):
        """:return: dict: (name of the row, ISO date) → (quantity, amount), of what is not empty"""
        field = plan._get_dimension_field()
        return {(line[field].name or '', fields.Date.to_string(line.date)): (line.quantity, line.amount)
                for line in plan.line_ids if line.quantity or line.amount}
