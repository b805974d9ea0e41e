from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..offers.offer import AFTER_SENDING, DECISION

#: whatever the context says of archived records: a finished activity is one
ACTIVE = Domain('active', '=', True)
PLANNED = ACTIVE & Domain('category', '=', 'planned')
#: how far ahead a free time is looked for
LOOK_AHEAD = timedelta(days=60)


class BasNextStepMixin(models.AbstractModel):
    """A document in work. If nothing is planned for it, it is itself something to be done: it needs a next step."""

    _name = 'bas.next.step.mixin'
    _inherit = ['bas.step.mixin']
    _description = 'Document with a Next Step'

    bas_no_step_reason = fields.Char(
        "Why There Is No Next Step", copy=False, readonly=True, groups='base.group_user',
        help="Somebody has said that no step is needed. As soon as one is planned, this is cleared.")

    def _is_in_work(self):
        """:return: bool: whether the document still needs steps"""
        raise NotImplementedError

    def _get_step_domains(self):
        """:return: dict: model → Domain of the planned steps of the document"""
        raise NotImplementedError

    def _has_other_step(self, steps=None):
        """:return: bool: whether something else than ``steps`` is planned, or needs not be, as the document is finished"""
        if not self._is_in_work():
            return True
        for model, domain in self._get_step_domains().items():
            others = Domain('id', 'not in', steps.ids) if steps is not None and steps._name == model else Domain.TRUE
            # sudo: steps of colleagues count too.
            if self.env[model].sudo().search_count(domain & others, limit=1):
                return True
        return False

    def _keep_no_step_reason(self, reason):
        self._program_write({'bas_no_step_reason': reason})

    def _forget_no_step_reason(self):
        kept = self.filtered('bas_no_step_reason')
        if kept:
            kept._program_write({'bas_no_step_reason': False})

    # ------------------------------------------------------------
    # The document itself as a step
    # ------------------------------------------------------------

    def _is_step_open(self):
        return not self._has_other_step()

    def _get_closed_step_message(self):
        if not self._is_in_work():
            return self.env._("«%(document)s» needs no step any more. Refresh the screen to see what is left.",
                              document=self.display_name)
        return self.env._("Somebody has just planned a step for «%(document)s». Refresh the screen to see it.",
                          document=self.display_name)

    def _get_step_user(self):
        return self.user_id

    def _get_step_basis(self):
        return self

    def _get_step_start(self):
        return False

    def _get_bucket_refusal(self, bucket):
        if bucket == 'none':
            return self.env._("«%(document)s» has no next step anyway.", document=self.display_name)
        return super()._get_bucket_refusal(bucket)

    def _move_steps(self, starts):
        """Plan calls."""
        return self._plan_next_steps('call', starts)

    def _check_steps_are_open(self):
        """If nothing is planned for any of them, nobody has to look for the steps of each."""
        is_planned = any(
            # sudo: steps of colleagues count too.
            self.env[model].sudo().search_count(domain, limit=1) for model, domain in self._get_step_domains().items())
        if is_planned or not all(document._is_in_work() for document in self):
            super()._check_steps_are_open()

    def _repeat_steps(self):
        """The calls that nobody answered are kept as events."""
        calls = self._plan_next_steps('call', self._get_times_again())
        calls._count_attempts()
        return calls

    def _get_person_to_plan_for(self):
        return self._get_next_user()

    def _finish_step(self, outcome, event_type):
        """What was done is kept as an event."""
        events = self.env['bas.event']
        now = fields.Datetime.now().replace(second=0, microsecond=0)
        length = events._get_usual_length(event_type)
        is_letter = event_type in ('email', 'sms')
        event = self._plan_next_step(event_type, now if is_letter else now - length)
        event._finish_step(outcome, event_type)

    def _get_next_free_moments(self):
        """:return: dict: document → the next working time at which nothing is planned for the person"""
        events, moments = self.env['bas.event'], {}
        length, soon = events._get_usual_length('call'), events._round_up(fields.Datetime.now())
        for user, documents in self.grouped(lambda document: document._get_next_user()).items():
            # sudo: only whether the person has time.
            planned = events.sudo().search_fetch(
                [('user_id', '=', user.id), ('category', '=', 'planned'), ('stop', '>', soon), ('start', '<', soon + LOOK_AHEAD)],
                ['start', 'stop'], order='start, id')
            busy = [(event.start, event.stop) for event in planned]
            for company, ones in documents.grouped(lambda document: document._get_step_company()).items():
                found = user._find_free_moments(soon, company, length, len(ones), busy)
                busy += [(start, start + length) for start in found]
                moments.update(zip(ones, found, strict=True))
        return moments


class ResUsers(models.Model):
    _inherit = 'res.users'

    def _find_free_moments(self, soon, company, length, count, busy):
        """:param list busy: pairs of beginning and end: when the user has no time
        :return: list of ``count`` datetimes: the next working times from ``soon`` on; after all that are known they follow one
            after another"""
        moments, start = [], soon
        for begin, end in self._read_working_hours(soon, soon + LOOK_AHEAD, company):
            start = max(begin, start)
            while start < end and len(moments) < count:
                clash = max((stop for first, stop in busy if first < start + length and stop > start), default=None)
                if not clash:
                    moments.append(start)
                start = self.env['bas.event']._round_up(clash or start + length)
        if len(moments) < count:
            start = self._get_working_moment(max(start, soon + LOOK_AHEAD), company)
        return moments + [start + number * length for number in range(count - len(moments))]


class CrmLead(models.Model):
    _name = 'crm.lead'
    _inherit = ['crm.lead', 'bas.next.step.mixin']

    _undecided_index = models.Index('(user_id) WHERE decision IS NULL AND active')

    def _is_in_work(self):
        """An undecided lead for which there is an order is followed by that order, until it is fulfilled or cancelled."""
        # sudo: orders of colleagues count too.
        return self.active and not self.decision and not self.stage_id.is_won and not any(
            order._is_in_work() for order in self.sudo().order_ids)

    def _get_step_domains(self):
        return {
            'bas.event': PLANNED & Domain('lead_id', 'in', self.ids),
            'mail.activity': ACTIVE & Domain('res_model', '=', self._name) & Domain('res_id', 'in', self.ids),
        }

    def _prepare_next_step(self):
        return {**self._prepare_event_defaults(), 'subject': self.name}


class SaleOrder(models.Model):
    _name = 'sale.order'
    _inherit = ['sale.order', 'bas.next.step.mixin']

    def _is_in_work(self):
        return self.state != 'cancel' and bool(self.stage_id) and not (self.stage_id.is_done or self.stage_id.is_cancelled)

    def _get_step_domains(self):
        offers = self.sudo().offer_ids  # sudo: only whether something is planned
        return {
            'bas.event': PLANNED & Domain('order_id', 'in', self.ids),
            'bas.work.task.line': Domain('order_id', 'in', self.ids) & Domain('task_id.category', '=', 'planned') & Domain(
                'task_id.active', '=', True),
            'mail.activity': ACTIVE & ((Domain('res_model', '=', self._name) & Domain('res_id', 'in', self.ids)) | (
                Domain('res_model', '=', offers._name) & Domain('res_id', 'in', offers.ids))),
        }

    def _prepare_next_step(self):
        return {**self._prepare_event_defaults(), 'subject': self.bas_subject or self.name}

    def _keep_no_step_reason(self, reason):
        """An order whose offers were sent is on the board as the last of them. An offer sent later needs a step again."""
        super()._keep_no_step_reason(reason)
        self.offer_ids.filtered(lambda offer: offer.state == 'sent')._program_write({'bas_no_step_reason': reason})

    def _forget_no_step_reason(self):
        super()._forget_no_step_reason()
        self.offer_ids.filtered('bas_no_step_reason')._program_write({'bas_no_step_reason': False})


class BasCommercialOffer(models.Model):
    _name = 'bas.commercial.offer'
    _inherit = ['bas.commercial.offer', 'bas.next.step.mixin']

    _editable_after_sending = AFTER_SENDING | DECISION | {'bas_no_step_reason'}

    _sent_index = models.Index("(user_id) WHERE state = 'sent'")

    is_waiting = fields.Boolean(
        "Waits for an Answer", compute='_compute_is_waiting', search='_search_is_waiting',
        help="The last of the offers that were sent for an order which is neither confirmed nor cancelled.")

    @api.depends('state', 'order_id.state')
    def _compute_is_waiting(self):
        waiting = self.search([('id', 'in', self.ids), ('is_waiting', '=', True)])
        for offer in self:
            offer.is_waiting = offer in waiting

    @api.model
    def _search_is_waiting(self, operator, value):
        if operator != 'in':
            return NotImplemented
        return Domain('state', '=', 'sent') & Domain('order_id.state', 'in', ('draft', 'sent')) & Domain.custom(
            to_sql=lambda model, alias, query: self._sql_is_last_sent(SQL.identifier(alias)))

    @api.model
    def _sql_is_last_sent(self, offer):
        """:return: SQL: whether no other offer was sent after ``offer``, an alias, for the same order"""
        return SQL(
            """NOT EXISTS (SELECT FROM bas_commercial_offer later
                            WHERE later.order_id = %(offer)s.order_id AND later.state = 'sent' AND later.id > %(offer)s.id)""",
            offer=offer)

    def _is_in_work(self):
        return self.state == 'sent' and self.order_id.state in ('draft', 'sent')

    def _get_step_domains(self):
        return self.order_id._get_step_domains()

    def _prepare_next_step(self):
        return {**self.order_id._prepare_event_defaults(), 'subject': self.display_name}

    def _forget_no_step_reason(self):
        self.order_id._forget_no_step_reason()


class ResPartner(models.Model):
    """A counterparty is never shown as a document without a next step."""

    _inherit = 'res.partner'

    def _has_other_step(self, steps):
        """:return: bool: whether steps for the counterparty need no successor: something else is planned with it"""
        firm = self.commercial_partner_id
        for model, domain in (
            ('bas.event', PLANNED & Domain('commercial_partner_id', '=', firm.id)),
            ('bas.work.task.line', Domain('commercial_partner_id', '=', firm.id) & Domain('task_id.category', '=', 'planned')
             & Domain('task_id.active', '=', True)),
            ('mail.activity', ACTIVE & Domain('res_model', '=', self._name) & Domain('res_id', 'in', (self | firm).ids)),
        ):
            others = Domain('id', 'not in', steps.ids) if steps._name == model else Domain.TRUE
            # sudo: steps of colleagues count too.
            if self.env[model].sudo().search_count(domain & others, limit=1):
                return True
        return False

    def _prepare_next_step(self):
        return {'partner_id': self.id, 'subject': self.display_name}

    def _forget_no_step_reason(self):
        """A counterparty keeps no such reason."""
