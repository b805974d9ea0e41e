"""Groups of core that the program asks for."""

#: «User: Own Documents Only»: everybody who sells
SELLER = 'sales_team.group_sale_salesman'
#: «User: All Documents»: managers who see the documents of all
ALL_DOCUMENTS = 'sales_team.group_sale_salesman_all_leads'
#: «Administrator» of sales: the head of sales
HEAD_OF_SALES = 'sales_team.group_sale_manager'
