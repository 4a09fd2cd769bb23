"""The desk: what waits for an officer, opened one after the other.

`queues.py` lists what can wait; a queue is a question (`waiting`) and what may be done with each answer (`deeds`).
"""
