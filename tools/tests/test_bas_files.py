"""Files of BAS for the tests of moving in: the firms are the same for the same seed, and their codes are valid."""
import dataclasses
import io
import zipfile

import pytest
from bas_files import LISTS, VERSIONS, make_firm, make_list_sheet, write_enterprise_data, write_universal_xml, write_zip
from lxml import etree
from stdnum import iban
from stdnum.ua import edrpou, rntrc


@pytest.fixture(scope='module')
def firm():
    return make_firm(1, counterparties=300)


def is_edrpou(code):
    """The library before version 1.20 does not know that a remainder of 10 means the check digit 0."""
    return edrpou.is_valid(code) or edrpou.calc_check_digit(code) + code[-1] == '100'


def content(write, *arguments, **options):
    stream = io.BytesIO()
    write(*arguments, stream, **options)
    return stream.getvalue()


def test_codes_are_valid_and_different(firm):
    for found in firm.counterparties:
        is_valid = is_edrpou if found.kind in {'legal_entity', 'government'} else rntrc.is_valid
        assert is_valid(found.edrpou), found
        assert len(found.ipn) in {0, 12}
    assert all(iban.is_valid(account.iban) for account in firm.bank_accounts)
    assert len({found.edrpou for found in firm.counterparties}) == len({found.name for found in firm.counterparties}) == 300


def test_some_codes_begin_with_zeros_and_every_kind_occurs(firm):
    assert any(found.edrpou.startswith('00') for found in firm.counterparties)
    assert {found.kind for found in firm.counterparties} == {'legal_entity', 'entrepreneur', 'individual', 'government'}


def test_the_same_seed_gives_the_same_file():
    files = [content(write_universal_xml, make_firm(seed, counterparties=9)) for seed in (5, 5, 6)]
    assert files[0] == files[1] != files[2]


def test_sizes():
    firm = make_firm(1, counterparties=4, contacts=7, contracts=9, items=2, prices=3, orders=5, shipments=0, events=1, tasks=2,
                     leads=3,
                     plans=4, sales=6, bank_accounts=8)
    assert [len(getattr(firm, name)) for name in (
        'counterparties', 'contacts', 'contracts', 'items', 'prices', 'orders', 'shipments', 'events', 'tasks', 'leads', 'plans',
        'sales', 'bank_accounts')] == [4, 7, 9, 2, 3, 5, 0, 1, 2, 3, 4, 6, 8]
    with pytest.raises(TypeError, match='order_lines'):
        make_firm(1, order_lines=5)
    assert len(make_firm(1, counterparties=2, items=1, sales=1_000).sales) == 2 * 1 * 24, 'there are no more different rows'
    assert make_firm(1, counterparties=0).orders == []


def test_every_record_has_a_guid_of_its_own(firm):
    lists = [getattr(firm, field.name) for field in dataclasses.fields(firm) if isinstance(getattr(firm, field.name), list)]
    guids = [record.guid for records in [*lists, firm.contacts] for record in records if hasattr(record, 'guid')]
    assert len(guids) == len(set(guids))


def test_debts_of_a_counterparty_are_the_sum_of_its_debts(firm):
    for found in firm.counterparties:
        assert found.debt == sum(debt.sum for debt in firm.debts if debt.counterparty is found)


def test_every_list_has_its_columns(firm):
    for kind, (_title, columns, get_records) in LISTS.items():
        sheet = make_list_sheet(firm, kind)
        assert {len(row.cells) for row in sheet.rows} == {len(columns)}
        assert len(sheet.rows) == len(get_records(firm)) + 1


def test_a_tree_has_a_row_for_each_group(firm):
    sheet = make_list_sheet(firm, 'counterparty', grouped=True)
    paths = {found.group[:depth] for found in firm.counterparties for depth in range(1, len(found.group) + 1)}
    assert len(sheet.rows) == 1 + len(paths) + 300
    assert {row.level for row in sheet.rows} == {0, 1, 2}


def test_enterprise_data_is_in_the_namespace_of_its_version(firm):
    for version in VERSIONS:
        root = etree.fromstring(content(write_enterprise_data, firm, version=version))
        assert root[1].tag == f'{{http://v8.1c.ru/edi/edi_stnd/EnterpriseData/{version}}}Body'
        assert len(etree.fromstring(content(write_enterprise_data, firm, version=version, handshake=True))) == 1


def test_names_in_an_archive_of_windows():
    stream = io.BytesIO(content(write_zip, {'Контрагенти.csv': b'1'}, name_encoding='utf-8'))
    assert zipfile.ZipFile(stream).namelist() == ['Контрагенти.csv']
    stream = io.BytesIO(content(write_zip, {'Контрагенты.csv': b'1'}, name_encoding='cp866'))
    assert zipfile.ZipFile(stream).namelist()[0].encode('cp437').decode('cp866') == 'Контрагенты.csv'
