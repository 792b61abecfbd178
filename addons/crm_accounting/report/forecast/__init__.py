from . import collection_forecast
