from odoo import api, models, tools
from odoo.exceptions import AccessError
from odoo.fields import Command, Domain

from .protected import PROGRAM

#: links that tell nothing of a document: who and which company; their names are known to everybody who sells
OPEN_MODELS = {'res.users', 'res.company'}
#: whoever may not read employees reads their public side
PUBLIC_SIDES = {'hr.employee': 'hr.employee.public'}
#: mark in the context: the values are those of a record that the user may read
COPYING = object()


class Base(models.AbstractModel):
    """Whoever sets a link of ours to a record must be able to read that record.

    A linked record is told by more than its rules allow: its name is read by the superuser, and so are related fields and
    stored computes. So no link is set to what its user may not read, by whichever way it comes in.
    """

    _inherit = 'base'

    # ------------------------------------------------------------
    # Ways in
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """:raises AccessError: a link of ours leads to what the user may not read"""
        if not self._is_trusted() and self.env.context.get('copying_links') is not COPYING and self._has_strange_links(vals_list):
            for vals in vals_list:
                self.browse()._check_links(vals)
        return super().create(vals_list)

    def write(self, vals):
        """:raises AccessError: a link of ours leads to what the user may not read"""
        if not self._is_trusted():
            self._check_links(vals)
        return super().write(vals)

    def copy(self, default=None):
        """:raises AccessError: a link of ours leads to what the user may not read; links of the original are taken over"""
        if self._is_trusted():
            return super().copy(default)
        self._check_links(default or {}, nested=True)
        return super(Base, self.with_context(copying_links=COPYING)).copy(default).with_env(self.env)

    def onchange(self, values, field_names, fields_spec):
        """:raises AccessError: a link of ours leads to what the user may not read, and the form would tell it"""
        if not self.env.su:
            self._check_links(values, nested=True)
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def default_get(self, fields_list):
        """Leave out what the context says of links of ours that the user may not read."""
        values = super().default_get(fields_list)
        if not self.env.su:
            for name in self._get_links():
                if values.get(name) and f'default_{name}' in self.env.context and not self._are_readable_links(name, values):
                    del values[name]
        return values

    # ------------------------------------------------------------
    # The check
    # ------------------------------------------------------------

    @api.model
    @tools.ormcache('self._name', cache='stable')
    def _get_links(self):
        """:return: dict: name of a link of ours → model that it leads to"""
        is_own = self._original_module == 'bas_crm'
        return {
            name: field.comodel_name for name, field in self._fields.items()
            if field.type in ('many2one', 'many2many') and field.comodel_name not in OPEN_MODELS
            and (field.store or field.inverse)
            and ('bas_crm' in field._modules if is_own else set(field._modules) == {'bas_crm'})}

    @api.model
    def _has_strange_links(self, vals_list):
        """:return: bool: whether there is something to be looked at; of many records each link is asked once"""
        return any(
            linked - linked._get_readable_links() for linked in (
                self.env[model].browse(set().union(*(_get_ids(vals[name]) for vals in vals_list if vals.get(name))))
                for name, model in self._get_links().items()))

    def _is_trusted(self):
        return self.env.su or self.env.context.get('by_program') is PROGRAM

    def _check_links(self, vals, nested=False):
        """:param bool nested: look into the values of lines, too"""
        for name in self._get_links().keys() & vals.keys():
            if not self._are_readable_links(name, vals):
                field = self._fields[name].get_description(self.env, ['string'])['string']
                raise AccessError(self.env._(
                    "You have no access to what is chosen in «%(field)s» (%(document)s). Choose another, or ask a colleague "
                    "who has access.", field=field, document=self.env['ir.model']._get(self._name).name))
        for name, commands in vals.items() if nested else ():
            field = self._fields.get(name)
            if field is not None and field.type == 'one2many':
                self.env[field.comodel_name]._check_line_links(commands)

    @api.model
    def _check_line_links(self, commands):
        """Look into the lines of a document: the lines named must be readable, and so must what they are linked to."""
        lines = self.browse(_get_ids(commands))
        if self._original_module == 'bas_crm' and lines - lines._get_readable_links():
            raise AccessError(self.env._(
                "You have no access to these lines (%(document)s).", document=self.env['ir.model']._get(self._name).name))
        for command in commands if isinstance(commands, (list, tuple)) else ():
            values = command[2] if isinstance(command, (list, tuple)) and len(command) == 3 else command
            if isinstance(values, dict):
                self.browse(_get_ids([command]))._check_links(values, nested=True)

    def _are_readable_links(self, name, vals):
        """:return: bool: whether the user may read all records that ``vals`` put into a link, or they stand there already"""
        field = self._fields[name]
        records = self.env[field.comodel_name].browse(_get_ids(vals[name]))
        forbidden = records - records._get_readable_links()
        if not forbidden:
            return True
        # Compared as superuser: what stands there already tells nothing new.
        is_held = bool(self) and all(forbidden <= record[name]._origin for record in self.sudo())
        return is_held or self._is_known_link(name, forbidden, vals)

    def _is_known_link(self, name, records, vals):
        """Hook: links that the program sets itself and the screen sends back.

        :param records: what the user may not read
        :return: bool: whether they may stand in the link all the same
        """
        return False

    def _get_readable_links(self):
        """:return: those that the user may read; nothing is asked of the database where all are"""
        if not self.ids:
            return self
        model = self.browse()
        if self._name in PUBLIC_SIDES and not model.has_access('read'):
            public = self.env[PUBLIC_SIDES[self._name]].browse(self.ids)
            return self.browse(public._get_readable_links().ids)
        if not model.has_access('read'):
            return model
        if self.env['ir.rule']._compute_domain(self._name, 'read') == Domain.TRUE:
            return self
        return self._filtered_access('read')


def _get_ids(value):
    """:return: set of ids that a value of a link, or its commands, put there; what is no value of one is left to the ORM"""
    if isinstance(value, models.BaseModel):
        return set(value.ids)
    ids = []
    for item in value if isinstance(value, (list, tuple)) else [value]:
        if isinstance(item, dict):
            ids.append(item.get('id'))  # a record of a form, as onchange takes it
        elif not isinstance(item, (list, tuple)):
            ids.append(item)
        elif len(item) >= 2 and item[0] in (Command.LINK, Command.UPDATE):
            ids.append(item[1])
        elif len(item) == 3 and item[0] == Command.SET and isinstance(item[2], (list, tuple, set)):
            ids.extend(item[2])
    numbers = (int(id_) if isinstance(id_, str) and id_.isdecimal() else id_ for id_ in ids)
    return {id_ for id_ in numbers if isinstance(id_, int) and id_ and not isinstance(id_, bool)}
