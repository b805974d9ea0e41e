from ..common_moving import MovingCase, make_source

ORDERS = ('Дата', 'Номер', 'Стан', 'Покупець', 'Сума', 'Валюта')
LINES = ('Замовлення', 'Номенклатура', 'Характеристика', 'Кількість', 'Одиниця виміру', 'Ціна', '% знижки', 'Сума', '% ПДВ',
         'Сума ПДВ', 'Всього')
#: what an import and its undo must leave as they were
TABLES = ('sale.order', 'sale.order.line', 'bas.order.stage.log', 'res.partner', 'product.template', 'product.product',
          'product.pricelist')
QUIET = ('mail.message', 'mail.followers', 'mail.activity', 'mail.mail', 'ir.sequence')


class OrderCase(MovingCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.head.tz = 'Europe/Kyiv'
        cls.firm = cls.make_partner(name='ТОВ «Ромашка»')

    def make_orders(self, *rows, headings=ORDERS, kind='order'):
        return make_source(headings, [list(row) for row in rows], kind=kind, file='orders.xlsx')

    def find_order(self, name):
        return self.env['sale.order'].search([('name', '=', name), ('company_id', '=', self.company.id)])

    def read_problems(self, session):
        return '\n'.join(filter(None, session.row_ids.sorted('id').mapped('problem')))
