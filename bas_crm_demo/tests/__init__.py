from . import common, test_documents, test_firm, test_mail, test_planning, test_removal, test_roles, test_setup
