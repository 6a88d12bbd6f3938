"""A pass over a word processor's own XML before the converter, which drops or shows what a reader does not expect.

It runs as a limited program of its own (`reading.prepared` starts it): what it reads is a stranger's.
"""
