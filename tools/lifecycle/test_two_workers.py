"""A server with two workers: customers accept while the manager saves the same orders; nobody waits for the other's print."""
import threading
import time

import psycopg2
from client import DATABASE, LONG, Client, wait

#: a picture of one point
SIGNATURE = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='



def accept(offer):
    """:return: what the customer's page gets, and after how many seconds"""
    began = time.monotonic()
    answer = Client().call(offer['url'], name='Оксана Коваль', signature=SIGNATURE)
    return answer['result'], time.monotonic() - began


def get_papers(odoo, order):
    """:return: names of what is attached to the history of an order"""
    return odoo.sql(f"SELECT name FROM ir_attachment WHERE res_model = 'sale.order' AND res_id = {order:d}"
                    " AND mimetype = 'application/pdf'", DATABASE)


def keep_saving(manager, orders, saved, stop):
    """A manager at work: saves the orders one after the other until ``stop`` is set."""
    while not stop.is_set():
        for order in orders:
            saved.append(manager.call_model(
                'sale.order', 'web_save', [order], {'client_order_ref': f'{len(saved)}'}, specification={'client_order_ref': {}}))
            time.sleep(0.3)


def test_two_customers_accept_while_the_manager_saves(odoo, server, offers):
    manager, saved, answers, stop = Client(), [], [], threading.Event()
    offers = offers[:2]
    assert manager.log_in()
    saving = threading.Thread(target=keep_saving, args=(manager, [offer['order'] for offer in offers], saved, stop))
    customers = [threading.Thread(target=lambda offer=offer: answers.append(accept(offer))) for offer in offers]
    for thread in (saving, *customers):
        thread.start()
    for thread in customers:
        thread.join()
    stop.set()
    saving.join()
    for result, seconds in answers:
        assert 'message=accepted' in result.get('redirect_url', ''), result
        assert seconds < LONG
    assert len(answers) == 2 and saved and all('result' in answer for answer in saved), saved
    for offer in offers:
        assert odoo.sql(f"SELECT state FROM sale_order WHERE id = {offer['order']:d}", DATABASE) == ['sale']
        wait(lambda offer=offer: get_papers(odoo, offer['order']))


def test_a_row_that_somebody_holds_makes_nobody_wait_for_long(odoo, server, offers):
    """Whoever holds the order for longer than a save takes is told of; the customer may try again."""
    connection = psycopg2.connect(
        dbname=DATABASE, **{key: odoo.env[name] for key, name in (('host', 'PGHOST'), ('port', 'PGPORT'), ('user', 'PGUSER'))
                            if name in odoo.env})
    with connection, connection.cursor() as cursor:
        cursor.execute('SELECT FROM sale_order WHERE id = %s FOR UPDATE', [offers[2]['order']])
        result, seconds = accept(offers[2])
    connection.close()
    assert 'error' in result
    assert seconds < LONG
    result, _seconds = accept(offers[2])
    assert 'message=accepted' in result.get('redirect_url', ''), result
