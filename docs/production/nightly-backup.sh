#!/bin/sh
# /etc/cron.daily/odoo-backup: the database and its attachments, each night, for two weeks.
# Change: the three values. It runs as root; PostgreSQL and Odoo are asked as the user of Odoo.
set -eu
umask 077

DATABASE=crm
DATA=/var/lib/odoo/.local/share/Odoo
BACKUPS=/var/backups/odoo

# One moment's name; what is not complete ends in .part and is never taken for a backup.
mkdir -p "$BACKUPS"
target="$BACKUPS/$DATABASE-$(date +%Y-%m-%d-%H%M%S)"
mkdir "$target.part"
as_odoo() { if [ "$(id -u)" -eq 0 ]; then runuser -u odoo -- "$@"; else "$@"; fi; }

as_odoo pg_dump --format=custom "$DATABASE" > "$target.part/database.dump"
# 1 of tar: a file came or went while it was read; it is not in the dump, which is older.
as_odoo tar --create --gzip --directory="$DATA/filestore/$DATABASE" . > "$target.part/files.tar.gz" || [ $? -eq 1 ]
pg_restore --list "$target.part/database.dump" > /dev/null
sync
mv "$target.part" "$target"

# Only now the old ones, and what a broken night has left.
find "$BACKUPS" -mindepth 1 -maxdepth 1 -name "$DATABASE-*" -mtime +14 -exec rm -rf {} +
