from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...tools.shares import split

#: shares that differ by less than this are equal
HUNDREDTH = 0.011


class BasOrderPerformer(models.Model):
    """A performer of a work order: the planned hours and the share («КТУ») of the amount of works."""

    _name = 'bas.order.performer'
    _description = 'Performer of a Work Order'
    _order = 'order_id, sequence, id'
    _rec_name = 'employee_id'
    _check_company_auto = True

    order_id = fields.Many2one('sale.order', required=True, index=True, ondelete='cascade')
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(related='order_id.company_id', store=True, precompute=True)
    currency_id = fields.Many2one(related='order_id.currency_id')
    employee_id = fields.Many2one(
        'hr.employee', string="Performer", required=True, index=True, ondelete='restrict', check_company=True)
    hours = fields.Float("Planned Hours", help="How long the work takes this performer. Empty: from start to finish.")
    share = fields.Float(
        "Share, %", digits=(5, 2), compute='_compute_share', store=True, readonly=False,
        help="The performer's part of the amount of works. Computed from the hours, unless you enter it.")
    share_basis = fields.Float(
        digits=(5, 2), compute='_compute_share', store=True,
        help="The share computed from the hours. If the share differs from it, it was entered by hand and is kept.")
    amount = fields.Monetary("Amount of Works", compute='_compute_amount', help="The share of the works, without taxes.")
    task_id = fields.Many2one(
        'bas.work.task', string="Work Task", readonly=True, copy=False, index='btree_not_null', ondelete='set null',
        check_company=True)

    _unique_employee = models.UniqueIndex('(order_id, employee_id)', "A performer can be added to a work order only once.")
    _hours_not_negative = models.Constraint('CHECK(hours >= 0)', "Planned hours cannot be negative.")
    _share_not_negative = models.Constraint('CHECK(share >= 0)', "A share cannot be negative.")

    # ------------------------------------------------------------
    # Computes
    # ------------------------------------------------------------

    @api.depends('hours', 'order_id.performer_ids.hours')
    def _compute_share(self):
        on_screen = self.filtered(lambda performer: not performer.id)
        for performer in on_screen:
            # The order's onchange recomputes all rows. Values computed before it would not be sent to the client.
            performer.share, performer.share_basis = performer.share, performer.share_basis
        (self - on_screen)._refresh_shares()

    def _refresh_shares(self):
        due = self._get_due_shares()
        for performer in self:
            is_written = abs(performer.share - performer.share_basis) > HUNDREDTH
            performer.share = performer.share if is_written else due[performer]
            performer.share_basis = due[performer]

    def _get_due_shares(self):
        """:return: dict: performer → share in percent, by hours among all performers of the order"""
        due = {}
        for order, performers in self.grouped('order_id').items():
            everybody = order.performer_ids | performers
            due.update(zip(everybody, split(100, everybody.mapped('hours')), strict=True))
        return due

    @api.depends('share', 'order_id.performer_ids.share', 'order_id.works_amount')
    def _compute_amount(self):
        """Split the amount of works by the shares; the parts add up to it exactly, even if the shares do not add up to 100."""
        for order, performers in self.grouped('order_id').items():
            everybody = order.performer_ids | performers
            unit = order.currency_id.rounding or 0.01
            parts = dict(zip(everybody, split(order.works_amount, everybody.mapped('share'), unit), strict=True))
            for performer in performers:
                performer.amount = parts[performer]

    # ------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        performers = super().create(vals_list)
        performers._check_order_is_open()
        performers.browse().concat(*(
            performer for performer, vals in zip(performers, vals_list, strict=True) if 'share' in vals))._refresh_basis()
        return performers

    def write(self, vals):
        if 'employee_id' in vals:
            self.check_access('write')  # before works given by colleagues are changed with sudo
        self._check_order_is_open()
        replaced = self.filtered(lambda performer: performer.employee_id.id != vals.get('employee_id', performer.employee_id.id))
        replaced._cancel_works()
        with self.order_id._works_follow({'performer_ids'} if 'hours' in vals else ()) as orders:
            result = super(BasOrderPerformer, self.with_env(orders.env)).write(vals)
        if 'share' in vals:
            self._refresh_basis()
        if replaced:
            replaced._unlink_foreign_tasks()
        return result

    def unlink(self):
        self.check_access('unlink')
        self._cancel_works()
        return super().unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        self._check_order_is_open()

    def _check_order_is_open(self):
        """:raises UserError: the order is cancelled; of a locked order performers can be changed, to enter the hours worked"""
        if self.env.su or self._is_by_program():
            return
        for order in self.order_id.filtered(lambda order: order.state == 'cancel'):
            raise UserError(self.env._(
                "The order %(order)s is cancelled, so its performers cannot be changed. Set it to quotation first.",
                order=order.name))

    def _refresh_basis(self):
        """Store the computed shares. The form writes all shares that it shows, also computed ones: only a share that differs
        from the stored one was entered by hand.
        """
        due = self._get_due_shares()
        for performer in self:
            performer._program_write({'share_basis': due[performer]})

    # ------------------------------------------------------------
    # Work tasks
    # ------------------------------------------------------------

    def _prepare_task_values(self):
        """:return: dict of values for the ``bas.work.task`` in the performer's calendar"""
        self.ensure_one()
        order = self.order_id
        return {
            'operation': 'external',
            'performer_id': self.employee_id.id,
            'user_id': (order.user_id or self.env.user).id,
            'company_id': order.company_id.id,
            'order_id': order.id,
            'description': order._get_work_description(),
            'line_ids': [Command.create(self._prepare_task_line_values())],
        }

    def _prepare_task_line_values(self):
        order = self.order_id
        return {
            'description': order._get_work_title(),
            'work_type_id': order._get_work_type().id,
            'partner_id': order.partner_id.id,
            'order_id': order.id,
            'start': order.work_start,
            'stop': self._get_stop(),
        }

    def _get_planned_stop(self):
        """:return: datetime: start plus the planned hours, else the order's planned finish; False if neither is known"""
        length = timedelta(minutes=round(self.hours * 60))
        start = self.order_id.work_start
        return start + length if start and length else self.order_id.work_stop

    def _get_stop(self):
        """:return: datetime: see ``_get_planned_stop``
        :raises UserError: it is unknown or not after the start
        """
        stop = self._get_planned_stop()
        if not stop or stop <= self.order_id.work_start:
            raise UserError(self.env._(
                "How long will %(performer)s work? Enter the hours, or a planned finish of the order after its start.",
                performer=self.employee_id.name))
        return stop

    def _get_print_name(self):
        return self.employee_id._get_print_name()

    def _get_print_hours(self):
        """:return: str: «02:30»; empty without hours"""
        hours, minutes = divmod(round(self.hours * 60), 60)
        return f'{hours:02}:{minutes:02}' if self.hours else ''
