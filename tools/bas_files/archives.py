"""Zip archives, as BAS packs a message of an exchange and as people pack several lists."""
import zipfile


def write_zip(files, stream, name_encoding='utf-8'):
    """:param files: {name: bytes}
    :param name_encoding: 'cp866' as the archiver of Windows writes names of files
    """
    with zipfile.ZipFile(stream, 'w', zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            if name_encoding != 'utf-8':
                entry.filename = name.encode(name_encoding).decode('cp437')
            archive.writestr(entry, content)
