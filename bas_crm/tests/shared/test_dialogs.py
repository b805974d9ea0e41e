from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .test_empty_wizards import DialogCase


@tagged('post_install', '-at_install')
class TestDialogs(DialogCase):
    """A dialog is its opener's alone until its button is pressed: a colleague with the same rights neither sees nor uses it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = 'sales_team.group_sale_manager,bas_crm.group_performer'
        cls.colleagues = {
            cls.head: new_test_user(cls.env, 'head2', groups=groups),
            cls.administrator: new_test_user(cls.env, 'administrator2', groups=f'base.group_system,{groups}'),
        }

    def fill(self, model):
        return {**super().fill(model), **{
            'bas.setup.bank': {'acc_number': 'UA813220010000026003300003624'},
            'bas.setup.person': {'email': 'new@example.com'},
            'bas.manager.change': {'res_model': 'crm.lead', 'res_ids': self.make_lead().ids},
            'bas.agenda.outcome': {'res_model': 'bas.event', 'res_id': self.make_event().id},
        }.get(model._name, {})}

    def test_a_dialog_of_a_colleague(self):
        self.startPatcher(patch.object(self.env.registry['account.chart.template'], 'try_loading', autospec=True))
        tried, open_to_others = 0, []
        for model in self.get_dialogs():
            dialog = model.create(self.fill(model))
            self.env.flush_all()
            own, foreign = dialog, dialog.with_user(self.colleagues[model.env.user])
            self.assertTrue(foreign.browse().has_access('write'), f"{model._name}: a colleague has such dialogs himself")
            self.assertEqual(own.search([('id', '=', own.id)]), own)
            calls = {
                'read': lambda foreign=foreign: foreign.read(['display_name']),
                'write': lambda foreign=foreign: foreign.write({'create_date': '2026-03-02 08:00:00'}),
                'unlink': foreign.unlink,
                'copy': foreign.copy,
                'web_read': lambda foreign=foreign: foreign.web_read({'display_name': {}}),
                'web_save': lambda foreign=foreign: foreign.web_save({}, {'display_name': {}}),
                **{name: getattr(foreign, name) for name in self.get_buttons(model)},
            }
            self.env.invalidate_all()
            self.assertFalse(foreign.search([('id', '=', dialog.id)]), model._name)
            for name, call in calls.items():
                if not self.is_refused(call):
                    open_to_others.append(f'{model._name}.{name}')
                tried += 1
        self.assertFalse(open_to_others, ', '.join(open_to_others))
        self.assertGreater(tried, 100)

    def is_refused(self, call):
        with self.cr.savepoint() as point:
            self.env.invalidate_all()
            try:
                call()
                self.env.flush_all()
            except AccessError:
                return True
            except UserError:
                return False
            finally:
                self.env.clear()
                point.rollback()
        return False

    def test_every_dialog_has_the_rule(self):
        """Those of other add-ons that we extend are core's: it shows them as it does."""
        for name in sorted(self.env.registry):
            model = self.env[name]
            if model._transient and not model._abstract and name.startswith('bas.'):
                rules = self.env['ir.rule'].search([('model_id.model', '=', name), ('global', '=', True)])
                self.assertIn("[('create_uid', '=', user.id)]", rules.mapped('domain_force'), name)
                self.assertTrue(all(rule.perm_read and rule.perm_write and rule.perm_create and rule.perm_unlink
                                    for rule in rules), name)

    def test_the_program_goes_on(self):
        """Scheduled work and calls as superuser are not restricted."""
        for model in self.get_dialogs():
            dialog = model.create(self.fill(model))
            self.env.invalidate_all()
            # sudo: as the program does
            self.assertTrue(dialog.with_user(self.clerk).sudo().read(['display_name']), model._name)
