"""The right to erasure: who somebody was and what they said goes; what happened stays.

Rows are kept, so that counts, receipts, times and other people's records still stand, but
without names, addresses and words. Words that concern only whoever is erased are emptied;
elsewhere their name is replaced. All of it is one transaction of the caller's.
"""
