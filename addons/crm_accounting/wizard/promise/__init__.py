from . import collection_promise_make
