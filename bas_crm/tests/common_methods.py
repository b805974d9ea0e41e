import inspect

from odoo.models import BaseModel

from .common_world import WorldCase


class PublicMethodsCase(WorldCase):
    """A firm with a record of each model, and the methods that other programs may call on them."""

    def get_methods(self, model):
        """:return: dict: name → function: public methods that only this add-on has"""
        methods = {}
        for name in dir(type(model)):
            if name.startswith('_') or hasattr(BaseModel, name):
                continue
            method = getattr(type(model), name, None)
            origins = [
                vars(cls)[name] for cls in type(model).mro() if name in vars(cls) and cls.__module__.startswith('odoo.addons.')]
            if callable(method) and not getattr(method, '_api_private', False) and origins and all(
                    getattr(origin, '__module__', '').startswith('odoo.addons.bas_crm.') for origin in origins):
                methods[name] = method
        return methods

    def get_required(self, method):
        """:return: the parameters of a method that have no default"""
        return [parameter for name, parameter in inspect.signature(method).parameters.items()
                if name != 'self' and parameter.default is parameter.empty and parameter.kind in (
                    parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD)]
