from odoo import api, models


class BasCachedMixin(models.AbstractModel):
    """Small catalogues whose look-ups are cached in the registry. A change of a record clears the cache."""

    _name = 'bas.cached.mixin'
    _description = 'Catalogue with Remembered Look-Ups'

    @api.model
    def _get_cached_fields(self):
        """:return: names of the fields that the look-ups depend on; None for all"""
        return

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self.env.registry.clear_cache()
        return records

    def write(self, vals):
        result = super().write(vals)
        cached = self._get_cached_fields()
        if cached is None or cached & vals.keys():
            self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result
