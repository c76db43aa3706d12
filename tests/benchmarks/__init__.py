"""`make bench`: our real code beside what people would otherwise use, in one run.

Each scene runs a few times, ours and the peer's by turns, each in processes of its own on a
database of its own. The ratio of each pair is what counts; the figures depend on the machine.
"""
