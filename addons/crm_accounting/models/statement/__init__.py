from . import customer_mail_queue
from . import customer_statement_mail
from . import res_company
from . import res_partner
