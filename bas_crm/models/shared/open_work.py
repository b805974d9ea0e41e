"""Which open work a person has, by kinds: what remains when the person leaves, and what is handed over.

What is over is not listed: it stays with the one who did it, and so do the figures of the past.
"""
from typing import NamedTuple

from odoo import fields


class Work(NamedTuple):
    """A kind of open work.

    :ivar domain: function of the user and of today → domain of the user's open records
    :ivar company_field: field with the company of a record; None for records without one
    """

    model: str
    title: object
    domain: object
    company_field: str | None = 'company_id'


OPEN_WORK = {
    'leads': Work('crm.lead', lambda env: env._("Leads in work"), lambda user, today: [
        ('user_id', '=', user.id), ('decision', '=', False)]),
    'customers': Work('res.partner', lambda env: env._("Counterparties"), lambda user, today: [('user_id', '=', user.id)]),
    'contracts': Work('bas.contract', lambda env: env._("Contracts"), lambda user, today: [
        ('user_id', '=', user.id), ('state', 'in', ('draft', 'active'))]),
    'orders': Work('sale.order', lambda env: env._("Orders in work"), lambda user, today: [
        ('user_id', '=', user.id), ('stage_id.is_done', '=', False), ('stage_id.is_cancelled', '=', False)]),
    'invoices': Work('account.move', lambda env: env._("Draft goods issues"), lambda user, today: [
        ('invoice_user_id', '=', user.id), ('state', '=', 'draft'), ('move_type', 'in', ('out_invoice', 'out_refund'))]),
    'events': Work('bas.event', lambda env: env._("Planned events"), lambda user, today: [
        ('user_id', '=', user.id), ('status_id.category', '=', 'planned')]),
    'activities': Work('mail.activity', lambda env: env._("Activities"), lambda user, today: [
        ('user_id', '=', user.id), ('res_model', '!=', False)], None),
    'tasks': Work('bas.work.task', lambda env: env._("Open work tasks"), lambda user, today: [
        ('performer_id.user_id', '=', user.id), ('status_id.category', '=', 'planned')]),
    'given_tasks': Work('bas.work.task', lambda env: env._("Work tasks given to others"), lambda user, today: [
        ('user_id', '=', user.id), ('status_id.category', '=', 'planned')]),
    'meetings': Work('calendar.event', lambda env: env._("Meetings ahead"), lambda user, today: [
        ('user_id', '=', user.id), ('bas_kind', '=', False), ('stop', '>=', fields.Datetime.now()),
        ('privacy', '!=', 'private')], None),
    'plans': Work('bas.sales.plan', lambda env: env._("Sales plans ahead"), lambda user, today: [
        ('user_id', '=', user.id), ('state', '!=', 'closed'), ('date_from', '>', today)]),
    'plan_rows': Work('bas.sales.plan.line', lambda env: env._("Rows of plans ahead"), lambda user, today: [
        ('user_id', '=', user.id), ('plan_id.state', '!=', 'closed'), ('date', '>', today)]),
}
