"""What the program in Odoo and the runner agree upon."""

#: the line of the output that the runner reads
MARK = 'LOAD '
OURS, CORE = 'ours', 'core'
#: who works in both firms
LOGINS, PASSWORD = [f'load-{number}' for number in range(4)], 'people at work'
