"""The configuration file of a till, checked as a whole before anything starts."""

from .reader import read_config
from .settings import AccessSettings, ServerSettings, Settings
