"""nginx with our sample of its configuration. Debian's packages are unpacked, not installed: no service is started by that."""
import contextlib
import http.client
import os
import shutil
import ssl
import subprocess

from client import wait
from runtime.console import Stop, step
from runtime.paths import CACHE, CHECKOUT
from runtime.system import appears_whole, apt_as_root, call, free_port, only_one, stop, tied

PACKAGES = ('nginx', 'nginx-common', 'libnginx-mod-http-brotli-filter', 'logrotate', 'libpopt0')
SAMPLES = CHECKOUT / 'docs/production'
#: around the samples stands what Debian's own nginx.conf says
MAIN = """
load_module {programs}/usr/lib/nginx/modules/ngx_http_brotli_filter_module.so;
{user}
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log {folder}/access.log;
    include {programs}/etc/nginx/mime.types;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/sites/*.conf;
}}
"""


def unpack_programs():
    """:return: the folder with the programs of :data:`PACKAGES`

    :raises Stop: where there is no Debian to have them from
    """
    target = CACHE / 'web-server'
    with only_one('web-server'):
        if not target.is_dir():
            if not shutil.which('apt-get'):
                raise Stop('nginx is tried where Debian is')
            with step('nginx from Debian'), appears_whole(target) as scratch:
                _download(scratch)
                for package in scratch.glob('*.deb'):
                    call(['dpkg', '-x', package, scratch])
                    package.unlink()
    return target


def _download(folder):
    try:
        call(['apt-get', 'download', *PACKAGES], cwd=folder)
    except Stop:
        apt_as_root('update')  # a new machine has no lists of packages, an old one has those of versions that have gone
        call(['apt-get', 'download', *PACKAGES], cwd=folder)


class WebServer:
    """nginx before an Odoo at ``odoo_port`` and ``websocket_port``."""

    def __init__(self, folder, odoo_port, websocket_port, brotli=True):
        self.folder, self.programs = folder, unpack_programs()
        self.port, self.plain_port = free_port(), free_port()
        (folder / 'sites').mkdir()
        call(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
              '-subj', '/CN=crm.example.com', '-keyout', folder / 'privkey.pem', '-out', folder / 'fullchain.pem'])
        self._write('nginx.conf', {
            'listen 80;': f'listen 127.0.0.1:{self.plain_port};', 'listen 443 ': f'listen 127.0.0.1:{self.port} ',
            '127.0.0.1:8069': f'127.0.0.1:{odoo_port}', '127.0.0.1:8072': f'127.0.0.1:{websocket_port}',
            '/etc/ssl/crm': folder, '/var/cache/nginx': folder, '/var/log/nginx': folder})
        if brotli:
            self._write('nginx-brotli.conf', {})
        user = '' if os.geteuid() else 'user root;'
        (folder / 'nginx.conf').write_text(MAIN.format(programs=self.programs, folder=folder, user=user))

    def _write(self, sample, changes):
        """A sample with the ports and folders of this test; each has to be there to be changed."""
        text = (SAMPLES / sample).read_text()
        for old, new in changes.items():
            assert old in text, old
            text = text.replace(old, str(new))
        (self.folder / 'sites' / sample).write_text(text)

    def command(self, *arguments):
        return [self.programs / 'usr/sbin/nginx', '-p', self.folder, '-c', self.folder / 'nginx.conf',
                '-e', self.folder / 'error.log', *arguments]

    @contextlib.contextmanager
    def running(self):
        process = subprocess.Popen(tied(self.command()), stdin=subprocess.DEVNULL)
        try:
            wait(lambda: self.get('/web/health').status == 200, seconds=20)
            yield self
        finally:
            stop(process)

    def connect(self):
        return http.client.HTTPSConnection('127.0.0.1', self.port, timeout=60, context=ssl._create_unverified_context())

    def get(self, path, **headers):
        """:return: an answer with ``status``, ``headers`` and ``body``, the bytes as they travel"""
        connection = self.connect()
        connection.request('GET', path, headers={name.replace('_', '-'): value for name, value in headers.items()})
        answer = connection.getresponse()
        answer.body = answer.read()
        connection.close()
        return answer
