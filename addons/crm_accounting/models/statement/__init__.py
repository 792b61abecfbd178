from . import customer_statement_mail
from . import customer_statement_mail_queue
from . import res_company
from . import res_partner
