"""What every room uses: document numbers, protected fields, bounds of values, prints, the company."""
from . import (
    base,
    cached_mixin,
    protected,
    duplicate_mixin,
    res_company,
    res_config_settings,
    numbered,
    print_mixin,
    print_table,
    ir_actions,
    ir_attachment,
    ir_http,
    mail,
    ir_module,
    res_groups,
    ir_ui_view,
)
