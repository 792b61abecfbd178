from . import customer_contract_report
