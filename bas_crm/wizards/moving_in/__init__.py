from . import (
    setup_firm,
    setup_bank,
    setup_templates,
    setup_taxes,
    setup_logo,
    setup_stages,
    setup_person,
    setup_company,
    setup_leaver,
)
