from . import (
    firm,
    bank,
    templates,
    taxes,
    logo,
    stages,
    person,
    company,
    leaver,
)
