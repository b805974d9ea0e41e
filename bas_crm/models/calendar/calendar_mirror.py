from odoo import api, models
from odoo.exceptions import AccessError, UserError


class BasCalendarMixin(models.AbstractModel):
    """What a document says of its record in the calendar, and what it takes over from there."""

    _inherit = 'bas.calendar.mixin'
    #: where the subject of the record goes that somebody changes in the calendar
    _calendar_subject_field = None

    # ------------------------------------------------------------
    # What a document says of its record
    # ------------------------------------------------------------

    def _get_employee_calendar(self):
        """:return: ``bas.employee.calendar`` on which the document stands"""
        raise NotImplementedError

    def _get_calendar_user(self):
        """:return: ``res.users`` whose record it is; empty for an employee who does not log in"""
        raise NotImplementedError

    def _get_calendar_author(self):
        """:return: ``res.users`` who answers for the document, and so sees its record"""
        raise NotImplementedError

    def _get_calendar_partner(self):
        """:return: ``res.partner`` of that person, whom core reminds"""
        raise NotImplementedError

    def _get_calendar_kind(self):
        """:return: one of the kinds of ``calendar.event``"""
        raise NotImplementedError

    def _get_calendar_status(self):
        """:return: ``bas.activity.status`` of the document"""
        raise NotImplementedError

    def _get_calendar_counterparty(self):
        raise NotImplementedError

    def _get_calendar_lead(self):
        """:return: ``crm.lead`` that it is about"""
        return self.env['crm.lead']

    def _get_calendar_phone(self):
        """:return: the number to call"""
        return False

    def _get_calendar_address(self):
        """:return: where to go"""
        return False

    def _get_calendar_subject(self):
        raise NotImplementedError

    def _get_calendar_suffix(self):
        who = self._get_calendar_counterparty().name
        return f' · {who}' if who else ''

    def _get_calendar_title(self):
        """What it is about, and with whom."""
        return self._get_calendar_subject() + self._get_calendar_suffix()

    def _is_archived(self):
        raise NotImplementedError

    def _get_calendar_fields(self):
        """:return: names of the fields whose change changes the record"""
        return {'start', 'stop', 'duration', 'company_id'}

    def _prepare_calendar_values(self):
        """:return: values of the ``calendar.event`` as it should be now, without its link and its people"""
        self.ensure_one()
        category = self._get_calendar_status().category
        return {
            'name': self._get_calendar_title(),
            'start': self.start,
            'stop': self.stop,
            'user_id': self._get_calendar_user().id,
            'author_id': self._get_calendar_author().id,
            'employee_calendar_id': self._get_employee_calendar().id,
            'active': category != 'cancelled' and not self._is_archived(),
            'bas_kind': self._get_calendar_kind(),
            'bas_category': category,
            'counterparty_id': self._get_calendar_counterparty().id,
            'document_company_id': self.company_id.id,
        }

    # ------------------------------------------------------------
    # From the record to its document
    # ------------------------------------------------------------

    @api.model
    def _get_passed_fields(self):
        """:return: fields of ``calendar.event`` that the document decides"""
        return {'name', 'start', 'stop', 'duration', 'allday', 'start_date', 'stop_date', 'user_id', 'employee_calendar_id',
                'active'}

    def _follow_calendar(self, vals):
        """Take over what somebody changed in the calendar.

        :param vals: values of ``calendar.event`` that differ from what the record says
        :raises AccessError: the document is not for the user to change
        :raises UserError: the document is done
        """
        self._check_may_follow()
        for record in self:
            if record._get_calendar_status().category == 'done':
                raise UserError(self.env._(
                    "«%(record)s» is done, so the calendar does not change it. Open it and set it back to planned first.",
                    record=record._get_calendar_title()))
        values = self._prepare_values_from_calendar(vals)
        if values:
            self.write(values)
        if 'active' in vals:
            self._set_calendar_category('planned' if vals['active'] else 'cancelled')

    def _check_may_follow(self):
        for record in self - self._filtered_access('write'):
            # The board shows the record by its name, a private one without, and whose calendar it is in.
            known = record.sudo().calendar_event_id
            raise AccessError(self.env._(
                "«%(record)s» stays as it is: it is in the calendar of %(name)s. Ask them or the head of sales to change it.",
                record=known.sudo(False).display_name, name=known.employee_calendar_id.name))

    def _may_follow_calendar(self):
        """Tell whether a change in the calendar could be taken over, so that a synchronisation need not stumble."""
        self.ensure_one()
        return self.has_access('write') and self._get_calendar_status().category != 'done'

    def _prepare_values_from_calendar(self, vals):
        """:return: what a change of the record means for the document"""
        values = {name: vals[name] for name in ('start', 'stop') if vals.get(name)}
        if 'duration' in vals and 'stop' not in vals:
            values['duration'] = vals['duration']
        if vals.get('name'):
            values[self._calendar_subject_field] = str(vals['name']).removesuffix(self[:1]._get_calendar_suffix())
        return values

    def _set_calendar_category(self, category):
        raise NotImplementedError

    @api.model
    def _may_call_off(self):
        """:return: bool: whether the user may cancel such documents, where he may change them"""
        return True
