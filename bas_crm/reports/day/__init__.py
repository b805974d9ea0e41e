from . import money_report, first_orders, morning_print
