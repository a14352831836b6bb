"""The page engine: what a page shows is what ran.

A page goes through ``parse``, ``run`` and ``compare``, with ``cache`` between; ``engine`` does that
for many pages. ``plugin`` hands the result to MkDocs, ``testing`` hands the same pages to pytest.
"""
