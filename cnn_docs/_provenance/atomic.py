"""Write a file all at once or not at all."""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file so that an interruption leaves what was there before: the old file, or none.

    Whoever reads meanwhile finds the old content or the new, and of two who write at once the
    later one wins.

    Args:
        path: The file. Its folder is made if need be; permissions of an old file are kept.
        content: Text, written as UTF-8 with its line ends as they are, or bytes.

    Raises:
        OSError: If it cannot be written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "runs" / "one.json"
    ...     write_whole(path, "{}")
    ...     path.read_text()
    '{}'
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # In the same folder, since a file can be put in another's place within one file system only.
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        partial.write_bytes(content.encode() if isinstance(content, str) else content)
        if path.exists():
            shutil.copymode(path, partial)
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
