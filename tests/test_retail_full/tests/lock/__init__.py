"""Attacks on the lock: who tried what, through which door, and what came of it."""
