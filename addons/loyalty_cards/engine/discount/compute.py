"""The one public entry: what every line of a document gets from the cards of its customer."""

from decimal import localcontext

from .admission import Admission, Reason, admit
from .answer import write_answer
from .exact import EXACT
from .judgement import judge
from .lines import discount_line, leave
from .read_request import read_request


def compute_discounts(data):
    """Compute the discounts of a document; SPECIFICATION.md says what is in and what is out.

    :param dict data: JSON values: document, lines, card, customer, what the shop has set up
    :return: JSON values: lines, rules, reasons and amounts saved; numbers are decimal texts
    :rtype: dict
    :raise EngineInputError: (a ValueError) a field is missing or cannot be used
    """
    with localcontext(EXACT):
        request = read_request(data)
        if request.document.is_refund:
            return _leave_all(request)
        admission = admit(request)
        judgements = [judge(rule, request, admission) for rule in admission.rules]
        outcomes = [
            discount_line(line, index, judgements, request.settings)
            for index, line in enumerate(request.lines)
        ]
        return write_answer(request, admission, judgements, outcomes)


def _leave_all(request):
    """Money goes back at the percent at which it came."""
    admission = Admission(False, (), (Reason('document', None, 'refund'),))
    outcomes = [leave(line, 'refund') for line in request.lines]
    return write_answer(request, admission, [], outcomes)
