"""Every field of a template tells its name: a placeholder goes as soon as something is typed, and screen readers may skip it."""
from .templates import read_templates

FIELDS = ('input', 'select', 'textarea')
NAMES = ('aria-label', 't-att-aria-label', 't-attf-aria-label', 'aria-labelledby', 't-att-aria-labelledby')
ADVICE = 'a field without a name: put it into a <label>, or give it an aria-label'


def check(repository):
    for addon in repository.addons:
        for path, root in read_templates(addon):
            for node in root.iter(*FIELDS):
                if node.get('type') != 'hidden' and not _has_name(root, node):
                    yield addon.problem(path, ADVICE, node.sourceline)


def _has_name(root, node):
    if any(node.get(name) for name in NAMES) or any(parent.tag == 'label' for parent in node.iterancestors()):
        return True
    id_ = node.get('id') or node.get('t-att-id')
    return bool(id_) and any(id_ in (label.get('for'), label.get('t-att-for')) for label in root.iter('label'))
