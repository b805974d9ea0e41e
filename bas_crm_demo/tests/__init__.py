from . import common, test_documents, test_firm, test_mail, test_removal, test_roles
