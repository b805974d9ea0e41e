"""The parts of ``bin/lint`` by name, in the order in which they run.

A new check of our own is a module of this folder with ``check(repository)``, named here in a part.
Standard library only: ``bin/lint --help`` lists them before anything is installed.
"""
from typing import NamedTuple


class Part(NamedTuple):
    """What a part looks at, and the modules of this folder that do it; ruff and pylint are programs of their own."""

    sentence: str
    modules: tuple = ()


PARTS = {
    'ruff': Part('Style, names and common bugs of Python.'),
    'pylint': Part("Odoo's own rules for Python, in files that differ from main; with --all in every file."),
    'terms': Part('The translation template is what Odoo exports now; takes a database, so it is the slowest.'),
    'manifests': Part('Manifests are whole, and every data file is named.', ('manifest_files',)),
    'xml': Part('XML is well-formed, and ids tell what they are.', ('xml_style',)),
    'js': Part('JavaScript has no errors of syntax, and what it imports exists.', ('javascript',)),
    'scss': Part('SCSS has no errors of syntax.', ('scss',)),
    'owl': Part('Templates ask for what their components have, every control is used by tests, and every field has a name.',
                ('owl_templates', 'controls', 'named_inputs')),
    'size': Part('Files and functions are small enough to be read at one go.', ('size',)),
    'writers': Part('Within an add-on a model defines each method once.', ('one_writer',)),
    'selections': Part('The values of a selection stand once, so that copies do not fall behind.', ('selections',)),
    'commands': Part('Lines of a field are given by names of commands.', ('commands',)),
    'decorators': Part('A decorator stands directly above its function.', ('decorators',)),
    'term_calls': Part('A text to translate stands in no f-string, where it is not exported.', ('term_calls',)),
    'arrows': Part('Rooms import one way, and models nothing of wizards and reports.', ('arrows',)),
    'migrations': Part('Scripts of updates carry what they need in the folder of their version.', ('migrations',)),
    'sudo': Part('Every sudo() has its reason beside it.', ('sudo',)),
    'days': Part('A moment becomes a day by the helpers of bas_crm/tools/days.py only.', ('days',)),
    'addresses': Part("No file names a package registry or a folder of somebody's machine.", ('addresses',)),
    'po': Part("Ukrainian is complete and sound, and gettext's own check accepts every catalogue.",
               ('gettext', 'translations', 'extra_terms')),
    'words': Part('Ukrainian is written in one way: apostrophes, one name for one thing, no number before a noun.', ('words',)),
}
#: parts that run in the process of our own checks
OWN = tuple(name for name, part in PARTS.items() if part.modules or name == 'terms')


def describe():
    """:return: a line for every part, for ``--help``"""
    width = max(map(len, PARTS))
    return '\n'.join(f'  {name:<{width}}  {part.sentence}' for name, part in PARTS.items())
