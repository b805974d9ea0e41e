"""Counterparties with their codes, groups and bank accounts, and contracts with them."""
from . import (
    res_partner,
    rename,
    search,
    chain,
    res_partner_bank,
    contract_template,
    contract,
    contract_text,
)
