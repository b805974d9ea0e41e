"""Odoo 19 itself: the user's own checkout, Debian's package, or a clone of the source."""
import os
import re
import shutil
import subprocess
from pathlib import Path

from .console import Stop, say, step
from .paths import CACHE
from .system import appears_whole, apt_as_root, call, only_one

SERIES = '19.0'
SOURCE = 'https://github.com/odoo/odoo.git'
KEYRING = Path('/usr/share/keyrings/debian-archive-keyring.gpg')

#: Debian packages that hold what Odoo's static files link to.
LINKED_PACKAGES = (
    'libjs-jquery', 'libjs-jquery-form', 'libjs-underscore', 'fonts-font-awesome',
    'fonts-roboto-unhinted', 'fonts-montserrat', 'fonts-inconsolata', 'fonts-ocr-b',
)
#: left out by Debian, named by the web client's assets; the folder in the add-on → the npm package
SELFIE_FOLDER, SELFIE_PACKAGE = 'mail/static/lib/selfie_segmentation', '@mediapipe/selfie_segmentation'
SELFIE_FILE = 'selfie_segmentation.js'


class OdooSource:
    """A folder with Odoo: what goes on ``PYTHONPATH`` and on Odoo's ``addons_path``."""

    def __init__(self, python_path):
        self.python_path = Path(python_path).absolute()
        release = self.python_path / 'odoo' / 'release.py'
        if not release.is_file():
            raise Stop(f'{python_path} holds no Odoo (odoo/release.py is missing)')
        found = re.search(r'version_info = \((\d+), (\d+), (\d+)', release.read_text())
        self.version = '.'.join(found.groups())
        if not self.version.startswith(f'{SERIES}.'):
            raise Stop(f'{python_path} is Odoo {self.version}; this add-on is for {SERIES}')

    @property
    def addons_path(self):
        return [folder for folder in (self.python_path / 'addons', self.python_path / 'odoo' / 'addons')
                if (folder / 'base' / '__manifest__.py').is_file() or (folder / 'crm').is_dir()]


def find_odoo():
    """:return: the first :class:`OdooSource` found; fetched into the cache where there is none"""
    if home := os.environ.get('ODOO_HOME'):
        return OdooSource(home)
    target = CACHE / 'odoo'
    with only_one('odoo'):
        if not (target / 'path').is_file():
            _fetch(target)
    return OdooSource(target / (target / 'path').read_text())


def _fetch(target):
    with appears_whole(target) as scratch:
        try:
            with step("Odoo 19 from Debian's package"):
                path = _from_debian(scratch)
        except Stop as problem:
            say(f'  no Debian package here: {problem}')
            for leftover in scratch.iterdir():
                shutil.rmtree(leftover)
            with step('Odoo 19 from GitHub'):
                path = _from_github(scratch)
        (scratch / 'path').write_text(path)


def _from_github(scratch):
    if not shutil.which('git'):
        raise Stop('no Debian package of Odoo 19, and no git to fetch its source with; set ODOO_HOME to a checkout of it')
    call(['git', 'clone', '-q', '--depth', '1', '--branch', SERIES, SOURCE, scratch / 'odoo'])
    return 'odoo'


def _from_debian(scratch):
    """Unpack ``odoo-19`` and what it links to; nothing is installed, apt's own state is not touched."""
    packages = scratch / 'packages'
    packages.mkdir()
    apt = _private_apt(scratch / 'apt')
    call(['apt-get', 'update', *apt])
    wanted = ['odoo-19', *(f'{name}/stable' for name in LINKED_PACKAGES)]
    call(['apt-get', 'download', *apt, *wanted], cwd=packages)
    for package in packages.glob('*.deb'):
        call(['dpkg', '-x', package, scratch / 'root'])
    shutil.rmtree(packages)
    shutil.rmtree(scratch / 'apt')
    python_path = scratch / 'root/usr/lib/python3/dist-packages'
    addons = python_path / 'odoo/addons'
    _add_selfie_segmentation(addons / SELFIE_FOLDER)
    dangling = [link for link in addons.rglob('*') if link.is_symlink() and not link.exists()]
    if dangling:
        raise Stop(f'links of Odoo lead nowhere: {", ".join(str(link) for link in dangling[:3])}')
    return str(python_path.relative_to(scratch))


def _private_apt(folder):
    """:return: options that make apt work in ``folder`` on the host's Debian mirror, signatures checked"""
    if not shutil.which('apt-get') or not KEYRING.is_file():
        raise Stop('this is no Debian')
    mirror = _debian_mirror()
    for name in ('lists/partial', 'cache/archives/partial', 'preferences.d', 'sources.d'):
        (folder / name).mkdir(parents=True)
    (folder / 'status').touch()
    (folder / 'sources.list').write_text(''.join(
        f'deb [signed-by={KEYRING}] {mirror} {suite} main\n' for suite in ('stable', 'sid')))
    options = {
        'Dir::Etc::sourcelist': folder / 'sources.list', 'Dir::Etc::sourceparts': folder / 'sources.d',
        'Dir::Etc::preferences': folder / 'preferences', 'Dir::Etc::preferencesparts': folder / 'preferences.d',
        'Dir::State::lists': folder / 'lists', 'Dir::State::status': folder / 'status',
        'Dir::Cache': folder / 'cache', 'APT::Sandbox::User': 'root',
    }
    return [f'-o{name}={value}' for name, value in options.items()]


def _debian_mirror():
    """:return: the address of the Debian mirror that this machine's apt is set up with"""
    if not (mirrors := _mirrors_in_lists()):
        with step('lists of Debian packages'):
            apt_as_root('update')  # apt knows whose a mirror is from its lists, and a new machine has none
        mirrors = _mirrors_in_lists()
    if not mirrors:
        raise Stop('apt knows no Debian mirror')
    return mirrors[0]


def _mirrors_in_lists():
    targets = call(['apt-get', 'indextargets', '--format', '$(ORIGIN)|$(COMPONENT)|$(REPO_URI)|$(RELEASE)',
                    'Created-By: Packages'])
    rows = (line.split('|') for line in targets.splitlines())
    return [uri for origin, component, uri, release in rows
            if origin == 'Debian' and component == 'main' and 'security' not in release]


def _add_selfie_segmentation(folder):
    """The web client stops at an error without this file; it blurs the background of video calls."""
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / SELFIE_FILE).is_file():
        return
    if shutil.which('npm'):
        packed = subprocess.run(['npm', 'pack', '--silent', SELFIE_PACKAGE], cwd=folder, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
        if packed.returncode == 0:
            archive = packed.stdout.split()[-1]
            call(['tar', '-xzf', archive, '--strip-components=1'], cwd=folder)
            (folder / archive).unlink()
            return
    say(f'  no {SELFIE_PACKAGE} from npm: video calls come without background blur')
    (folder / SELFIE_FILE).write_text('/* not packaged: background blur of video calls is off */\n')
