"""Classes of OWL components in JavaScript files, and what a template may ask of them."""
import importlib.util
import re
from functools import cached_property
from pathlib import Path

#: what every component has
OF_COMPONENT = {'this', 'props', 'env', '__owl__', 'render'}
CLASS = re.compile(r'\bclass\s+(\w+)(?:\s+extends\s+([\w.]+))?\s*\{')
IMPORT = re.compile(r'import\s*\{([^}]*)\}\s*from\s*["\']([^"\']+)["\']')
MEMBER = re.compile(r'^\s*(?:async\s+)?(?:get\s+|set\s+)?([A-Za-z_$]\w*)\s*(?:\(|=|;)', re.MULTILINE)
COMMENT = re.compile(r'/\*.*?\*/|(?<![:"\'`])//[^\n]*', re.DOTALL)
TEXT = re.compile(r'["\'](\w+(?:\.\w+)+)["\']')
#: how a class declares its templates; other names of templates come from its own code
TEMPLATES = re.compile(r'\bstatic\s+(?:template|subTemplates)\s*=([^;]*);')


class Component:
    """One class: its file, the class that it extends, its members, the templates that it names."""

    def __init__(self, module, name, parent, body):
        self.module, self.name, self.parent, self.body = module, name, parent, body

    @cached_property
    def templates(self):
        return {name for told in TEMPLATES.findall(self.body) for name in TEXT.findall(told)}

    @cached_property
    def members(self):
        """Names of its own; ``this.x = …`` of any method counts."""
        return set(MEMBER.findall(_get_shell(self.body))) | set(re.findall(r'\bthis\.(\w+)\s*=(?!=)', self.body))


class Module:
    """A file of JavaScript."""

    def __init__(self, path, text):
        self.path, self.text = path, COMMENT.sub('', text)

    @cached_property
    def components(self):
        return {found[1]: Component(self, found[1], found[2], _get_block(self.text, found.end()))
                for found in CLASS.finditer(self.text)}

    @cached_property
    def imports(self):
        """{name here: (name there, module)}"""
        names = {}
        for listed, source in IMPORT.findall(self.text):
            for entry in filter(None, (part.strip() for part in listed.split(','))):
                there, _as, here = entry.partition(' as ')
                names[here.strip() or there.strip()] = (there.strip(), source)
        return names


class Library:
    """All modules of an add-on, and those of core that its classes extend."""

    def __init__(self, addon):
        self.addon, self._foreign = addon, {}
        self.modules = {path: Module(path, addon.read(path)) for path in addon.files
                        if path.suffix == '.js' and path.parts[:2] == ('static', 'src')}

    @cached_property
    def components(self):
        return [component for module in self.modules.values() for component in module.components.values()]

    def get_owners(self, templates):
        """:return: list of the classes that are drawn by one of the templates; of a class that others extend, those others"""
        found = [component for component in self.components if component.templates & templates]
        for one in found:
            found.extend(heir for heir in self.components if heir.parent == one.name and not heir.templates and heir not in found)
        extended = {one.parent for one in found}
        return [one for one in found if one.name not in extended]

    def get_members(self, component):
        """:return: (names that a template of the class may use, whether all classes above it could be read)"""
        names, is_whole = OF_COMPONENT | component.members, True
        if component.parent in {None, 'Component'}:
            return names, is_whole
        above = self._find(component.module, component.parent)
        if not above:
            return names, False
        inherited, is_whole = self.get_members(above)
        return names | inherited, is_whole

    def _find(self, module, name):
        """:return: the class that is called ``name`` in a module; None where it cannot be read"""
        name = name.split('.')[0]
        if name in module.components:
            return module.components[name]
        there, source = module.imports.get(name, (None, None))
        target = source and self._open(module.path, source)
        return target and target.components.get(there)

    def _open(self, path, source):
        own = f'@{self.addon.name}/'
        if source.startswith('.'):
            return self.modules.get(_normalize(path.parent / f'{source}.js'))
        if source.startswith(own):
            return self.modules.get(Path('static/src', f'{source.removeprefix(own)}.js'))
        if source not in self._foreign:
            self._foreign[source] = _read_of_core(source)
        return self._foreign[source]


def find_core(addon):
    """:return: list of folders with the sources of an add-on of the Odoo that the checks run with"""
    odoo = importlib.util.find_spec('odoo')
    return [Path(folder, 'addons', addon, 'static/src') for folder in (odoo.submodule_search_locations if odoo else ())]


def _read_of_core(source):
    """:return: the module ``@web/views/…``; None where it cannot be found"""
    addon, _slash, rest = source.removeprefix('@').partition('/')
    for folder in find_core(addon):
        path = folder / f'{rest}.js'
        if path.is_file():
            return Module(path, path.read_text(encoding='utf-8'))
    return None


def _normalize(path):
    parts = []
    for part in path.parts:
        if part == '..':
            parts.pop()
        elif part != '.':
            parts.append(part)
    return Path(*parts)


def _get_block(text, start):
    """:return: the text from ``start``, behind a brace, to the brace that closes it"""
    depth, place = 1, start
    while depth and place < len(text):
        depth += {'{': 1, '}': -1}.get(text[place], 0)
        place += 1
    return text[start:place - 1]


def _get_shell(body):
    """:return: the body of a class without the bodies of its methods, and without what is static"""
    shell, depth = [], 0
    for letter in body:
        depth -= letter in '})]'
        if not depth:
            shell.append(letter)
        depth += letter in '{(['
    return re.sub(r'^\s*static\s[^\n;]*', '', ''.join(shell), flags=re.MULTILINE)
