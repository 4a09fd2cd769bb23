"""What `./run`, `./test` and `manage.py` stand on.

Everything here runs before Django does, some of it before the virtual
environment exists: standard library only, except inside a function.
"""
