def without_jit(env):
    """Have PostgreSQL not compile the queries of this transaction.

    It guesses that a report over many tables is dear and compiles it for ten seconds, to save a
    part of the one or two that it takes: measured with 100,000 open debts.
    """
    env.cr.execute("SET LOCAL jit TO off")
