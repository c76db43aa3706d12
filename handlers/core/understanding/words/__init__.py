"""What words mean: the vocabulary, kept apart from the rules that use it.

A word missing here is the commonest reason for a message not being understood. Add it, run the
training command, and look at the figures before and after.
"""
