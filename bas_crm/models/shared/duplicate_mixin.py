import re
from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.emails import find_impossible
from ...tools.phones import phone_digits

#: a warning names at most this number of cards, and counts the others
SHOWN = 3
#: a value that more cards than this share identifies nobody
MANY = 20
#: digits of a complete phone number without the country prefix
WHOLE = 9
#: maximum number of digits of a code
LONGEST = 20
#: index for whole numbers: that for parts of them reads much for each, since all numbers of a country begin alike
WHOLE_PHONES = "USING gin (string_to_array(phone_search, ' '))"


class BasDuplicateMixin(models.AbstractModel):
    """Warn at once about a phone or an e-mail that is already known, and about an invalid e-mail."""

    _name = 'bas.duplicate.mixin'
    _description = 'Warning of Duplicates'
    #: name of the field with the e-mail
    _email_field = 'email'

    # The warning mentions leads of the whole firm, so portal customers and accountants may not read it.
    duplicate_warning = fields.Html(
        compute='_compute_duplicate_warning', exportable=False, export_string_translation=False,
        groups='sales_team.group_sale_salesman')
    email_warning = fields.Char(compute='_compute_email_warning', exportable=False, export_string_translation=False)

    def _compute_email_warning(self):
        for record in self:
            wrong = find_impossible(record[self._email_field])
            record.email_warning = self.env._(
                "%(address)s is not a valid e-mail address.", address=', '.join(wrong)) if wrong else False

    def _compute_duplicate_warning(self):
        """Each model overrides this to declare its dependencies. It takes two searches for any number of records."""
        keys = {record: record._get_duplicate_keys() for record in self}
        known = self._find_known(set().union(*keys.values()))
        # A record that the user may not open is mentioned without its name.
        leads = self.env['crm.lead'].union(*(one for found in known.values() for one in found if one._name == 'crm.lead'))
        readable = leads.with_env(self.env)._filtered_access('read')
        for record in self:
            reasons = defaultdict(list)
            for key in sorted(keys[record]):
                others = [one for one in known[key] if not record._is_same_party(one)]
                for other in others if len(others) <= MANY else ():
                    owner = other if other._name == 'crm.lead' else other.commercial_partner_id
                    reasons[owner].append((key, other))
            record.duplicate_warning = self._format_warning(reasons, readable)

    @api.model
    def _find_known(self, keys):
        """:param keys: set of (kind, value), kinds as in ``crm.lead._get_match_keys``
        :return: dict: key → list of counterparties, contact persons and leads without a customer yet, archived ones included"""
        values, known = defaultdict(set), defaultdict(list)
        for kind, value in keys:
            values[kind].add(value)
        if not keys:
            return known
        partners = self.env['res.partner']._search_counterparties(values['code'], values['phone'], values['email'])
        # A colleague's lead is a duplicate, too. A user without access to it sees only its manager.
        leads = self.env['crm.lead'].sudo()._search_undecided(values['code'], values['phone'], values['email'])
        for one in (*partners, *leads):
            for key in one._get_match_keys() & keys:
                known[key].append(one)
        return known

    def _get_duplicate_keys(self):
        return self._get_match_keys()

    def _is_same_party(self, other):
        """:param other: a counterparty, contact person or lead that shares a value with this record
        :return: bool: whether both are known to belong together"""
        raise NotImplementedError

    def _format_warning(self, reasons, readable):
        """
        :param dict reasons: counterparty or lead → list of (key, the record that has the shared value)
        :param readable: leads that the user may open
        :return: HTML, or False if nothing is shared
        """
        rows = [
            self._format_row(other, found, other._name != 'crm.lead' or other in readable) for other, found in reasons.items()]
        if len(rows) > SHOWN:
            rows = [*rows[:SHOWN], self.env._("Others: %(count)s.", count=len(rows) - SHOWN)]
        return Markup('<br/>').join(rows) if rows else False

    def _format_row(self, other, found, may_open):
        """:return: HTML: link to the record, the shared values, its manager"""
        is_lead, explain = other._name == 'crm.lead', self.env['crm.lead']._explain_match
        if not may_open:
            title = self.env._("A lead")
        else:
            name = self.env._("Lead «%(lead)s»", lead=other.name or '') if is_lead else other.display_name
            title = Markup('<a href="/odoo/%s/%s" target="_blank">%s</a>') % (
                'bas-leads' if is_lead else 'bas-counterparties', other.id, name)
        # Every employee may see the manager's name.
        manager = other.sudo().user_id.name
        details = [
            *dict.fromkeys(explain(kind, value, self.env['res.partner'] if is_lead else one) for (kind, value), one in found),
            self.env._("manager %(name)s", name=manager) if manager else self.env._("without a manager"),
            *([self.env._("low quality")] if is_lead and other.decision == 'junk' else
              [self.env._("archived")] if not other.active else ())]
        return Markup('%s: %s') % (title, ', '.join(details))


class BasPhoneSearchMixin(models.AbstractModel):
    """A record with all its numbers in E.164 in ``phone_search`` is found by digits, in whatever format they are typed."""

    _name = 'bas.phone.search.mixin'
    _description = 'Search by Phone Digits'

    #: indexed fields with numeric codes
    _code_fields = ()

    @api.model
    def _get_phone_domain(self, phones):
        """:param phones: whole numbers in E.164
        :return: Domain: records with one of them
        """
        phones = list(phones)
        if not phones:
            return Domain.FALSE

        def to_sql(model, alias, query):
            return SQL("string_to_array(%s, ' ') && %s::text[]", model._field_to_sql(alias, 'phone_search', query), phones)

        return Domain.custom(to_sql=to_sql, predicate=lambda record: any(
            phone in phones for phone in (record.phone_search or '').split()))

    @api.model
    def _search_display_name(self, operator, value):
        digits = phone_digits(value) if operator == 'ilike' and isinstance(value, str) else ''
        if len(digits) >= WHOLE:
            # A complete number is found by indexes only; a search in other fields would read all records.
            code = re.sub(r'\D', '', value)
            return Domain.OR([
                Domain('phone_search', 'like', digits),
                # A number typed into a document creates a card that has it as its name.
                *(Domain(name, 'ilike', value) for name in self._name_fields),
                # A prefix search as a range, because LIKE uses an index only in databases of some locales.
                *(Domain(name, '>=', code) & Domain(name, '<=', code.ljust(LONGEST, '9')) for name in self._code_fields)])
        domain = super()._search_display_name(operator, value)
        return domain | Domain('phone_search', 'like', digits) if digits else domain
