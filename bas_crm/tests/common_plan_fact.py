from datetime import date

from freezegun import freeze_time

from .common import InvoicingCase

#: a day in the middle of March: 10 of its 31 days are over, the tenth among them
TODAY = '2026-03-10'


class PlanFactCase(InvoicingCase):
    """A firm with two kinds of tables and a chair, and helpers that plan and sell them. Amounts are of the company's currency."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        clock = freeze_time(TODAY)
        clock.start()
        cls.addClassCleanup(clock.stop)
        cls.unit, cls.dozen = cls.env.ref('uom.product_uom_unit'), cls.env.ref('uom.product_uom_dozen')
        cls.furniture = cls.env['product.category'].create({'name': 'Меблі'})
        cls.tables = cls.env['product.category'].create({'name': 'Столи', 'parent_id': cls.furniture.id})
        cls.chairs = cls.env['product.category'].create({'name': 'Стільці', 'parent_id': cls.furniture.id})
        cls.lamps = cls.env['product.category'].create({'name': 'Лампи'})
        cls.table, cls.chair, cls.lamp = cls.env['product.product'].create([
            {'name': name, 'categ_id': categ.id, 'taxes_id': False, 'type': 'service'}
            for name, categ in (('Стіл', cls.tables), ('Стілець', cls.chairs), ('Лампа', cls.lamps))])
        cls.partner = cls.make_partner()

    @classmethod
    def make_desk(cls):
        """:return: product.product: white, black"""
        colour = cls.env['product.attribute'].create({
            'name': 'Колір', 'value_ids': [(0, 0, {'name': name}) for name in ('Білий', 'Чорний')]})
        template = cls.env['product.template'].create({
            'name': 'Письмовий стіл', 'categ_id': cls.tables.id, 'taxes_id': False, 'type': 'service',
            'attribute_line_ids': [(0, 0, {'attribute_id': colour.id, 'value_ids': [(6, 0, colour.value_ids.ids)]})]})
        return template.product_variant_ids

    @classmethod
    def make_plan(cls, *lines, approve=True, **values):
        """A plan for March, by product and with quantities where nothing else is said.

        :param lines: dicts of ``bas.sales.plan.line``; in the first column where no date is given
        """
        plan = cls.env['bas.sales.plan'].create({
            'period': 'month', 'date_from': date(2026, 3, 1), 'dimension': 'product', **values})
        cls.env['bas.sales.plan.line'].create([
            {'plan_id': plan.id, 'date': plan.date_from, **line} for line in lines])
        if approve:
            plan.action_approve()
        return plan

    @classmethod
    def plan_product(cls, product, quantity, price, **values):
        return {'product_tmpl_id': product.product_tmpl_id.id, 'quantity': quantity, 'price_unit': price, **values}

    @classmethod
    def sell(cls, product, quantity, price, on='2026-03-05', refund=False, post=True, line=None, **values):
        """An invoice of one line, without taxes.

        :param line: further values of the line
        """
        values.setdefault('invoice_user_id', cls.own.id)
        move = cls.env['account.move'].create({
            'move_type': 'out_refund' if refund else 'out_invoice', 'partner_id': cls.partner.id, 'invoice_date': on, **values,
            'invoice_line_ids': [(0, 0, {
                'product_id': product.id, 'name': 'Меблі', 'quantity': quantity, 'price_unit': price, 'tax_ids': False,
                **(line or {})})]})
        if post:
            move.action_post()
        return move

    @classmethod
    def read_figures(cls, plan, *measures, by=(), domain=(), user=None):
        """:return: the figures as the report gives them: one tuple without ``by``, else ``{value(s): tuple}``"""
        report = cls.env['bas.plan.fact.report'].with_user(user or cls.env.user)
        rows = report._read_group(
            [('plan_id', '=', plan.id), *domain], by, [f'{measure}:sum' for measure in measures])
        if not by:
            return rows[0]
        return {row[0] if len(by) == 1 else row[:len(by)]: row[len(by):] for row in rows}
