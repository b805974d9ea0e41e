"""Price lists of currencies: orders and contracts have the currency of their price list."""


def find_pricelists(batch, currencies):
    """Find the price list of each currency. For a foreign currency without one, one is created.

    :param currencies: set of ``res.currency``
    :return: dict: currency → its first price list; an empty one for the company's own currency if it has none, and in the check
        for one that the import would create
    """
    known = batch.cache['price lists of currencies']
    unknown = currencies - known.keys()
    for pricelist in batch.env['product.pricelist'].search([
            ('company_id', 'in', (False, batch.company.id)),
            ('currency_id', 'in', [currency.id for currency in unknown])]) if unknown else ():
        known.setdefault(pricelist.currency_id, pricelist)
    own = batch.company.currency_id
    new = sorted(currencies - known.keys() - {own}, key=lambda currency: currency.name)
    created = batch.create_records('product.pricelist', [(None, {
        'name': batch.env._("Prices in %(currency)s", currency=currency.name), 'currency_id': currency.id,
        'company_id': batch.company.id}) for currency in new])
    known.update(zip(new, created, strict=True))
    known.setdefault(own, batch.env['product.pricelist'])
    return known
