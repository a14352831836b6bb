"""The page engine: what a page shows is what ran.

``check`` is the gate. It takes pages as ``reading`` has parsed them, has them run and compared by
``running``, and gives a report; ``writing`` makes of checked pages what is published, and ``site``
builds and judges it. Only ``integration`` knows MkDocs and pytest.
"""
