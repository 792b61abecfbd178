"""How long the tests wait for an emulated printer."""

from pos_hardware_proxy.printing import Limits

# As short as a loaded machine allows.
LIMITS = Limits(
    answer=0.3,
    stall=0.2,
    end=0.4,
    head_rate=10_000_000,
    poll=0.02,
    idle_poll=0.05,
    probe=0.1,
    idle_close=0.05,
    retry=0.02,
    retry_most=0.1,
    pulse_age=0.3,
    pulse_gap=0.2,
    spool_retry=0.02,
    stop=0.3,
)
