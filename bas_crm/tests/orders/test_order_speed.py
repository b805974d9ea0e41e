from lxml import etree

from odoo.tests import tagged

from ..common_offers import OfferCase

COUNT = 500


@tagged('post_install', '-at_install')
class TestOrderSpeed(OfferCase):

    def make_orders(self, **values):
        return self.env['sale.order'].create([{
            'partner_id': self.partner.id, 'user_id': self.own.id,
            'order_line': [(0, 0, {'product_id': self.product.id})], **values} for _each in range(COUNT)])

    def test_five_hundred_orders_through_the_states_of_core(self):
        """With stages and their history, at most 1.3 times the queries that core makes for the same change of state.

        Orders without a type have no stages: theirs are core's own queries.
        """
        ours, bare = self.make_orders(), self.make_orders()
        bare.order_type_id = False
        self.assertFalse(bare.stage_id)
        steps = (
            ('Offer Sent', bare.action_quotation_sent, 'sent'),
            ('Agreed', bare.action_confirm, 'sale'),
            ('Cancelled', bare._action_cancel, 'cancel'),
            ('New Order', bare.action_draft, 'draft'),
        )
        for name, by_core, state in steps:
            core = self.count_queries(by_core)
            vals = {'stage_id': self.stages[name].id, **({'cancel_reason_id': self.reason.id} if state == 'cancel' else {})}
            mine = self.count_queries(lambda vals=vals: ours.write(vals))
            self.assertEqual(set((ours | bare).mapped('state')), {state})
            self.assertEqual(ours.stage_id, self.stages[name])
            self.assertLessEqual(mine, 1.3 * core, f'{name}: {mine} queries, core {core}')

    def test_columns_of_the_board_are_in_the_order_of_stages(self):
        """Figures of columns are found without the stages, which are put in order only once."""
        stages = self.stages['New Order'].order_type_id.stage_ids
        last = stages.sorted()[-1:]
        last.sequence = -1
        self.make_order()
        self.make_order().stage_id = self.stages['Agreed']
        orders = self.env['sale.order'].with_user(self.own).with_context(read_group_expand=True)
        domain = [('order_type_id', '=', last.order_type_id.id)]
        groups = orders.web_read_group(domain, ['stage_id'], ['amount_total:sum'])['groups']
        shown = self.env['bas.order.stage'].browse(group['stage_id'][0] for group in groups)
        self.assertEqual(shown, shown.sorted())
        self.assertEqual(shown[:1], last)
        self.assertEqual(sum(group['__count'] for group in groups), orders.search_count(domain))

    def test_the_list_of_offers(self):
        """The list makes the same number of queries for any number of offers."""
        for order in self.make_orders()[:40]:
            order.action_create_offer()
        offers = self.env['bas.commercial.offer'].with_user(self.own)
        arch = etree.fromstring(offers.get_view(self.env.ref('bas_crm.bas_commercial_offer_view_list').id)['arch'])
        fields = {node.get('name'): offers._fields[node.get('name')] for node in arch.iter('field')}
        self.assertIn('amount_total', fields)
        specification = {
            name: {'fields': {'display_name': {}}} if field.type == 'many2one' else {} for name, field in fields.items()}

        def read(limit):
            found = offers.web_search_read([('order_id.partner_id', '=', self.partner.id)], specification, limit=limit)
            self.assertEqual(len(found['records']), limit)

        # The first call fills permanent caches.
        counts = [self.count_queries(lambda limit=limit: read(limit)) for limit in (2, 2, 40)]
        self.assertEqual(counts[1], counts[2])
        self.assertLessEqual(counts[1], 12)
