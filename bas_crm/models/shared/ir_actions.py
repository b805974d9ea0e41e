import base64
import binascii
import re
from urllib.parse import parse_qs, unquote, urlsplit

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import UserError
from odoo.tools.image import image_data_uri, image_process

from ...tools.print_page import close_page

#: core's prints that duplicate our own: the quotation and the pro forma invoice
HIDDEN_PRINTS = {'sale.order': (
    'sale.action_report_saleorder', 'sale.action_report_pro_forma_invoice', 'sale_pdf_quote_builder.action_report_saleorder_raw')}
#: our pages run no scripts, so wkhtmltopdf does not have to wait for any
NO_DELAY = '0'
#: addresses of core's images: of a field, of an attachment, of a record with an external id
PICTURE_PATHS = [re.compile(path) for path in (
    r'/web/image/(?P<model>[a-z][\w.]*)/(?P<id>\d{1,9})/(?P<field>\w+)(?:/.*)?',
    r'/web/image/(?P<id>\d{1,9})(?:-[^/]*)?(?:/.*)?',
    r'/web/image/(?P<xmlid>\w+\.[\w.]+)(?:/.*)?',
    r'/web/image/?')]
#: limits of an image on a page: pixels of a side, and bytes of the file
PICTURE_SIDE, PICTURE_BYTES = 1600, 25 * 1024 * 1024


#: what the client needs of an action that it opens as the form of one record
OF_FORM = [
    'name', 'display_name', 'type', 'res_model', 'path', 'context', 'domain', 'target', 'view_mode', 'mobile_view_mode', 'limit']


class IrActions(models.Model):
    """The print menu of an order shows our own prints only. Core's reports remain for its e-mails and its portal."""

    _inherit = 'ir.actions.actions'

    def _get_action_dict(self):
        """Read only what is returned: core also reads the rest, and the names of who made the action."""
        self.ensure_one()
        return self.sudo().read(sorted(self._get_readable_fields() & self._fields.keys()))[0]  # sudo: as in core

    def get_bindings(self, model_name):
        bindings = super().get_bindings(model_name)
        hidden = {
            action.id for name in HIDDEN_PRINTS.get(model_name, ()) if (action := self.env.ref(name, raise_if_not_found=False))}
        prints = [action for action in bindings.get('report', ()) if action['id'] not in hidden]
        return {**bindings, 'report': prints} if hidden and 'report' in bindings else bindings


class IrActionsActWindow(models.Model):
    _inherit = 'ir.actions.act_window'

    @api.model
    def _get_form_action(self, xml_id, **values):
        """Open one record, or a new one, in the place of an action: with its address and its name, but without its other views.

        :param values: of the action, such as ``res_id``
        """
        # sudo: as in _for_xml_id(); the record itself is read with the rights of the user
        action = self.env.ref(xml_id).sudo().read(OF_FORM)[0]
        return {**action, 'xml_id': xml_id, 'views': [(False, 'form')], **values}


class IrActionsReport(models.Model):
    """Our own prints hold all they need in the page: no assets are fetched, and nothing waits for scripts.

    Otherwise core waits a second for each part of a document: header, footer and body.
    """

    _inherit = 'ir.actions.report'

    def _is_self_contained(self):
        return len(self) == 1 and (self.report_name or '').startswith('bas_crm.')

    def _get_layout(self):
        if self._is_self_contained():
            return self.env.ref('bas_crm.print_page')
        return super()._get_layout()

    @api.model
    def _run_wkhtmltopdf(self, bodies, report_ref=False, header=None, footer=None, **kwargs):
        report = self._get_report(report_ref) if report_ref else self
        reports = self
        if report._is_self_contained():
            reports = self.with_context(print_delay=NO_DELAY)
            bodies = [self._close_page(body) for body in bodies]
            header, footer = header and self._close_page(header), footer and self._close_page(footer)
        return super(IrActionsReport, reports)._run_wkhtmltopdf(
            bodies, report_ref=report_ref, header=header, footer=footer, **kwargs)

    def _close_page(self, page):
        """:return: the page with its images embedded and without anything else that wkhtmltopdf would fetch"""
        return close_page(page, self._load_picture)

    @api.model
    def _load_picture(self, address):
        """:return: an image of the database as a data URI; None for any other address, or if the user may not read it"""
        asked = self._parse_picture_address(address)
        if not asked:
            return None
        # The public page prints as superuser, but images in our texts are read with the rights of the actual user.
        user = self.env.ref('base.public_user') if self.env.uid == SUPERUSER_ID else self.env.user
        Binary = self.env['ir.binary'].with_user(user).with_context(bin_size=False, bin_size_raw=False)
        try:
            record = Binary._find_record(
                asked.get('xmlid'), asked.get('model') or 'ir.attachment', int(asked.get('id') or 0), asked.get('access_token'),
                field=asked.get('field') or 'raw')
            content = self._read_picture(record, asked.get('field') or 'raw')
            picture = image_process(content, size=(PICTURE_SIDE, PICTURE_SIDE))
        except (UserError, ValueError, binascii.Error):  # an image that cannot be shown is left out
            return None
        address = picture and image_data_uri(base64.b64encode(picture))
        return None if not address or address.startswith('data:image/svg') else address

    @api.model
    def _parse_picture_address(self, address):
        """:return: dict of ``model``, ``id``, ``field``, ``xmlid``, ``access_token``; None if it is not an image"""
        try:
            parts = urlsplit(address)
        except ValueError:
            return None
        own = urlsplit(self.get_base_url())
        if (parts.scheme or parts.netloc) and (parts.scheme, parts.netloc) != (own.scheme, own.netloc):
            return None
        found = next(filter(None, (path.fullmatch(unquote(parts.path)) for path in PICTURE_PATHS)), None)
        return found and {
            **{name: values[-1] for name, values in parse_qs(parts.query).items()},
            **{name: value for name, value in found.groupdict().items() if value}}

    @api.model
    def _read_picture(self, record, field_name):
        """:return: bytes; empty if the file is missing, too large or not an image"""
        field = record._fields.get(field_name)
        if not field or field.type != 'binary' or (record._name == 'ir.attachment' and record.file_size > PICTURE_BYTES):
            return b''
        content = record[field_name] or b''
        if record._name != 'ir.attachment' or field_name != 'raw':
            content = base64.b64decode(content)
        return content if len(content) <= PICTURE_BYTES else b''

    def _build_wkhtmltopdf_args(self, *args, **kwargs):
        command = super()._build_wkhtmltopdf_args(*args, **kwargs)
        if (delay := self.env.context.get('print_delay')) and '--javascript-delay' in command:
            command[command.index('--javascript-delay') + 1] = delay
        return command
