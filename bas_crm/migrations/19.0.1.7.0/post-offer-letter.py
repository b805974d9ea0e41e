"""The letter with one offer speaks of one; for several variants there is a letter of its own. A text that the firm has
changed stays as it is."""

SENTENCES = {
    'On its page you see all variants side by side, and can accept one or decline it in a minute:':
        'On its page you can accept or decline it in a minute:',
    'На її сторінці видно всі варіанти поруч, і за хвилину можна прийняти один із них або відмовитися:':
        'На її сторінці можна за хвилину прийняти її або відмовитися:',
}


def migrate(cr, version):
    for before, now in SENTENCES.items():
        cr.execute("""
            UPDATE mail_template template SET body_html = replace(body_html::text, %s, %s)::jsonb
              FROM ir_model_data data
             WHERE data.module = 'bas_crm' AND data.name = 'mail_template_commercial_offer' AND data.res_id = template.id
               AND strpos(body_html::text, %s) > 0""", [before, now, before])
