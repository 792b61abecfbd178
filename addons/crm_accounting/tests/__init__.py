# Odoo's loader takes modules of this package whose name starts with test_, and looks no deeper.
from .absence import (
    test_absence,
)
from .board import (
    test_ageing,
    test_board_access,
    test_collected,
    test_dso,
    test_promise_report,
)
from .collection import (
    test_access,
    test_clean_up,
    test_companies,
    test_company_borders,
    test_company_runs,
    test_follow,
    test_hold,
    test_invariants,
    test_lock,
    test_no_chase,
    test_policy,
    test_responsible,
    test_run,
    test_schedule,
    test_settlement,
    test_undo,
)
from .contract import (
    test_contract,
    test_contract_schedule,
    test_contract_tour,
    test_invoice,
    test_life,
    test_life_access,
    test_life_offer,
    test_life_random,
    test_life_reminders,
    test_life_renew,
    test_life_run,
    test_limit,
    test_order,
    test_print,
    test_quantities,
    test_report,
    test_reservation,
)
from .credit import test_credit
from .dispute import test_dispute
from .forecast import (
    test_expected,
    test_forecast_access,
    test_habit,
)
from .dunning import (
    test_letter_attached,
    test_letter_charge,
    test_letter_prepare,
    test_letter_print,
    test_letter_months,
    test_letter_never,
    test_letter_neutralized,
    test_letter_send,
    test_letter_tour,
)
from .form import (
    test_contract_portal,
    test_contract_wording,
    test_form_html,
    test_form_print,
    test_money_words,
    test_printed_form,
    test_printed_form_tour,
)
from .payment import (
    test_instalments,
    test_payment_rows,
    test_payment_tour,
    test_plan,
    test_plan_collection,
    test_plan_open,
    test_plan_paths,
    test_plan_renamed,
    test_proof,
    test_portal_payment,
    test_program,
    test_take,
)
from .preorder import (
    test_preorder_give_back,
    test_preorder_hold,
    test_preorder_offer,
    test_preorder_prepayment,
    test_preorder_random,
    test_preorder_report,
    test_preorder_tell,
    test_preorder_tour,
)
from .promise import test_promise, test_promise_access, test_promise_portal, test_promise_random
from .relationship import (
    test_photo_tour,
    test_properties,
    test_properties_access,
)
from .replenishment import (
    test_events,
    test_events_where,
    test_overview,
    test_overview_rights,
    test_preordered,
    test_preordered_changes,
    test_preordered_random,
    test_purchase,
    test_random,
    test_replenish,
    test_replenish_buyer,
    test_replenish_stuck,
    test_replenish_vendors,
    test_rights,
    test_replenishment_tour,
)
from .statement import (
    test_statement,
    test_statement_access,
    test_statement_forms,
    test_statement_ledger,
    test_statement_portal,
    test_statement_queue,
    test_statement_send,
)
from .worklist import test_call, test_worklist, test_worklist_tour, test_worksheet
