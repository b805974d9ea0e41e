"""No file names a package registry or a folder of somebody's machine.

Where packages come from is the business of the machine that installs them; the repository works on any.
"""
import os
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

from .common import Problem

#: in two parts, so that this file passes its own check
REGISTRIES = [f'{name}.{zone}' for name, zone in (
    ('pypi', 'org'), ('pythonhosted', 'org'), ('pypi.python', 'org'), ('npmjs', 'org'), ('npmjs', 'com'),
    ('yarnpkg', 'com'), ('deb.debian', 'org'), ('ftp.debian', 'org'), ('security.debian', 'org'),
    ('archive.ubuntu', 'com'), ('proxy.golang', 'org'), ('crates', 'io'),
)]
#: a folder of one machine, at the start of a path; not a part of a longer path or address
MACHINE_FOLDERS = ('work', 'root', 'home')
_FOLDER = re.compile(rf"(?<![\w./~}})*])/(?:{'|'.join(MACHINE_FOLDERS)})/(?=[\w.])")


def check(repository):
    hosts = sorted({*REGISTRIES, *_hosts_of_this_machine()})
    registry = re.compile('|'.join(rf'(?<![\w-]){re.escape(host)}(?![\w-])' for host in hosts))
    own_folders = [str(folder) for folder in (repository.root.resolve(), Path.home()) if len(folder.parts) > 1]
    for path in repository.files:
        for number, line in enumerate(_lines(repository, path), start=1):
            if found := registry.search(line):
                yield Problem(str(path), number, f'names the package registry {found[0]}')
            if _FOLDER.search(line) or any(folder + '/' in line for folder in own_folders):
                yield Problem(str(path), number, "names a folder of somebody's machine")


def _lines(repository, path):
    content = (repository.root / path).read_bytes()
    return [] if b'\0' in content else content.decode('utf-8', 'replace').splitlines()


def _hosts_of_this_machine():
    """:return: hosts that pip, npm and apt are set up with here"""
    settings = [value for name, value in os.environ.items() if re.search(r'INDEX_URL|REGISTRY', name, re.IGNORECASE)]
    for command in (['pip', 'config', 'list'], ['npm', 'config', 'get', 'registry'],
                    ['apt-get', 'indextargets', '--format', '$(SITE)']):
        if shutil.which(command[0]):
            settings += subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                       check=False).stdout.split()
    hosts = {urlsplit(found).hostname for text in settings for found in re.findall(r'https?://[^\s\'"]+', text)}
    return {host for host in hosts if host and host not in {'localhost', '127.0.0.1', '::1'}}
