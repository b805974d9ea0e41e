from contextlib import contextmanager

from odoo import fields, models

#: fields of a row's figure that another person gets
FIGURES = ('plan_id', 'date', 'product_id', 'order_id', 'product_uom_id', 'quantity', 'price_unit', 'amount')


class BasHandover(models.Model):
    """Passing what is planned for the time to come. An approved plan is revised, so its figures before are kept."""

    _inherit = 'bas.handover'

    @contextmanager
    def _reopened(self, plans):
        """Open approved plans for a change, and approve them again with the same rates."""
        approved = plans.filtered(lambda plan: plan.state == 'approved')
        if approved:
            approved.action_revise(self.env._("Handover of work: %(people)s", people=self.display_name))
        yield
        for plan in approved:
            plan._set_state('approved', approved_at=fields.Datetime.now(), approved_by_id=self.env.uid)

    def _pass_plans(self, plans, recipient):
        with self._reopened(plans):
            plans.write({'user_id': recipient.id})

    def _pass_plan_rows(self, lines, recipient, items):
        """Give figures of the columns to come to the recipient; they are added to those that the recipient has.

        :param items: values of the history, in the order of ``lines``
        :return: the same, with the figures that were added to others
        """
        with self._reopened(lines.plan_id):
            theirs = self._find_rows_of(lines, recipient)
            alone = lines.filtered(lambda line: self._get_place(line) not in theirs)
            alone.write({'user_id': recipient.id})
            added, by_line = lines - alone, {item['res_id']: item for item in items}
            for line in added:
                target = theirs[self._get_place(line)]
                by_line[line.id]['old_values'] = {'added_to': target.id, **self._read_figures(line)}
                self._add_figures(target, line.quantity, line.amount)
            added.unlink()
        return items

    def _find_rows_of(self, lines, user):
        """:return: dict: place → line of ``user`` in the plans of ``lines``"""
        found = lines.search([('plan_id', 'in', lines.plan_id.ids), ('user_id', '=', user.id)])
        return {self._get_place(line): line for line in found}

    def _get_place(self, line):
        return line.plan_id, line.date, line.product_id, line.order_id

    def _read_figures(self, line):
        values = {name: line._fields[name].convert_to_write(line[name], line) for name in FIGURES}
        return {**values, 'date': fields.Date.to_string(values['date'])}

    def _add_figures(self, line, quantity, amount):
        quantity, amount = line.quantity + quantity, line.amount + amount
        line.write({
            'quantity': quantity, 'amount': amount, **({'price_unit': amount / quantity} if quantity else {})})

    # ------------------------------------------------------------
    # Return
    # ------------------------------------------------------------

    def _return_plans(self, plans, user):
        with self._reopened(plans):
            plans.write({'user_id': user.id})

    def _return_plan_rows(self, items):
        """Take figures back, also those that were added to others.

        :param items: history of figures that nobody has changed since
        """
        Line = self.env['bas.sales.plan.line'].sudo()  # as in the handover: nobody else may have the right to all plans
        added = items.filtered(lambda item: (item.old_values or {}).get('added_to'))
        lines = Line.browse((items - added).mapped('res_id'))
        targets = {item: Line.browse(item.old_values['added_to']) for item in added}
        with self._reopened(Line.union(lines, *targets.values()).plan_id):
            for user, own in (items - added).grouped('old_user_id').items():
                Line.browse(own.mapped('res_id')).write({'user_id': user.id})
            for item, target in targets.items():
                figures = {name: value for name, value in item.old_values.items() if name != 'added_to'}
                self._add_figures(target, -figures['quantity'], -figures['amount'])
                Line.create({**figures, 'user_id': item.old_user_id.id})
