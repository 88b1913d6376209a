"""The proofs: what the office promises of a release, shown with real processes on fresh databases.

    python -m tests.prove [--small] [--only NAME] [--on sqlite|postgresql]

``run.prove`` makes a fresh database and starts one stage (``stage.py``), a process of its own that knows no other
database; the stage forks the processes the proof is about, and asks the database afterwards what became of it.
"""
