{
    'name': 'BAS CRM: demo firm',
    'summary': 'A small invented Ukrainian firm to try BAS CRM on; uninstalling takes it away',
    'version': '19.0.1.0.0',
    'category': 'Sales/CRM',
    'author': 'BAS CRM contributors',
    'license': 'LGPL-3',
    'depends': ['bas_crm', 'l10n_ua'],
    'post_init_hook': 'post_init_hook',
    'uninstall_hook': 'uninstall_hook',
}
