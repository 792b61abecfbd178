from . import preorder_report
