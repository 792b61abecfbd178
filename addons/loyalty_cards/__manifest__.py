{
    'name': "Loyalty Cards",
    'summary': "Categorised discount cards at every counter: sale order, invoice, POS",
    'version': '19.0.1.0.0',
    'category': 'Sales/Loyalty',
    'author': "crm_accounting team",
    'license': 'LGPL-3',
    'depends': ['account', 'sale', 'point_of_sale', 'barcodes', 'sms'],
}
