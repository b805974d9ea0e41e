"""Sentences of the readers of files, in the language of the user. The readers know codes and arguments only."""


def explain_file(env, problem):
    """:param problem: ``FileProblem``
    :return: str: why the file cannot be read"""
    return _get_file_problems(env)[problem.code] % problem.arguments


def explain_remark(env, remark):
    """:param remark: ``Remark`` of a table"""
    return _get_remarks(env)[remark.code] % remark.arguments


def explain_value(env, problem):
    """:param problem: ``ValueProblem``"""
    return _get_value_problems(env)[problem.code] % problem.arguments


def _get_file_problems(env):
    return {
        'empty_file': env._("The file is empty."),
        'lost': env._("The file is no longer on the server. Add it again."),
        'no_table': env._("There is no table in the file."),
        'cut': env._("The file is damaged or cut off: it ends too early."),
        'broken': env._("The file is damaged and cannot be read as %(format)s."),
        'password': env._("The file is protected by a password."),
        'not_a_list': env._("The file is %(what)s, and there is no list in it."),
        'mxl_binary': env._("The file is a spreadsheet document of BAS in its own format. Save it as xlsx."),
        'xlsb': env._("The file is a binary workbook of Excel. Save it as xlsx."),
        'unknown_xml': env._("The XML file is of an unknown kind: its root is %(root)s."),
        'xml_entities': env._("The XML file declares a document type or entities, and such files are not read."),
        'handshake': env._("The file holds only the handshake of an exchange, and no data."),
        'archive_entries': env._("There are more than %(limit)s files in the archive."),
        'archive_size': env._("Unpacked, the archive is larger than %(limit)s MB."),
        'archive_ratio': env._("Unpacked, the archive is more than %(limit)s times larger; such files are not read."),
        'archive_depth': env._("An archive within an archive within an archive is not read."),
        'archive_empty': env._("There are no files in the archive."),
        'no_lists': env._("The file holds none of the lists that can be imported; it has: %(text)s"),
        'too_large': env._("The file is larger than %(limit)s MB."),
        'too_many_rows': env._("There are more than %(limit)s rows."),
        'too_many_columns': env._("There are more than %(limit)s columns."),
        'long_cell': env._("Row %(row)s has a cell longer than %(limit)s characters."),
    }


def _get_remarks(env):
    return {
        **_get_remarks_of_rows(env), **_get_remarks_of_objects(env),
        'no_rows': env._("There are headings, but no rows below them."),
        'no_header': env._("No headings were found: the columns are known by their contents only."),
        'other_list': env._(
            "«%(text)s» is not moved in. The counterparties, items, orders and debts come from the lists of BAS and its "
            "report on settlements."),
        'unknown_list': env._(
            "It is not clear what is listed here. Choose it above; prints of documents and other reports are not moved "
            "in."),
        'bad_letters': env._("Some letters are damaged in the file."),
        'free_quotes': env._("Quotation marks are not in pairs; they were read as ordinary characters."),
        'price_columns': env._(
            "Each kind of price has a column, and its prices go into a price list of their own: %(text)s. The rows counted "
            "here are prices."),
        'hidden_sheet': env._(
            "The sheet «%(text)s» is hidden in the file, so its rows are not moved in. If they should be, choose above what "
            "they are."),
        'hidden_broken': env._("The hidden sheet could not be read to its end."),
        'prices_apart': env._("The prices of the columns %(text)s are a list of their own, below."),
        'more': env._("There are more remarks."),
        'maybe_cut': env._("The last row is shorter than the others and has no end: the file may be cut off."),
    }


def _get_remarks_of_rows(env):
    return {
        'error_cell': env._("The cell has the error %(text)s; it was read as empty."),
        'eaten_account': env._("The spreadsheet made the date %(text)s of the number of an account."),
        'eaten_number': env._("The spreadsheet rounded the long number %(text)s; its last digits are lost."),
        'no_heading': env._("The cell «%(text)s» is beyond the columns of the table and was not read."),
        'after_total': env._("The row is below the total and was not read."),
        'second_table': env._("Another table begins at this row and was not read: put it into a file of its own."),
        'only_name': env._("The row «%(text)s» has nothing but a name: it may be a group."),
        'signature': env._("The row is a place for a signature and was not read."),
    }


def _get_remarks_of_objects(env):
    return {
        'bad_card': env._("The card cannot be read: %(text)s"),
        'invoices': env._(
            "These are %(count)s invoices to customers, which are not imported. Such a file holds no orders: save the list "
            "of orders from BAS."),
        'deleted_objects': env._("Marked for deletion in BAS and left out: %(count)s."),
        'deletions': env._("The message asks to delete objects (%(count)s); nothing is deleted."),
        'other_objects': env._("Not imported: %(text)s"),
    }


def _get_value_problems(env):
    return {
        'number': env._("«%(text)s» is not a number."),
        'percent': env._("«%(text)s» is a percentage, and a number is expected here."),
        'large': env._("«%(text)s» is too large a number."),
        'date': env._("«%(text)s» is not a date."),
        'year': env._("The year of «%(text)s» is not possible."),
        'bool': env._("«%(text)s» is neither yes nor no."),
        'code': env._("«%(text)s» is not a code."),
        'check_digit': env._("The check digit of the code «%(text)s» is wrong."),
        'eaten_number': env._("The spreadsheet rounded «%(text)s»; its last digits are lost."),
        'phone': env._("«%(text)s» is not a phone number."),
        'email': env._("«%(text)s» is not an e-mail address."),
    }
