from . import sale_replenishment_report
from . import sale_replenishment_report_doors
