"""Dragoman reads reports that disagree and writes a sourced dossier.

    import dragoman
    d = dragoman.read("reports/")
    d.figures.to_pandas()
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman.export.views import DossierView

__version__ = "0.1.0"
__all__ = ["__version__", "open_dossier", "read"]


def read(*paths: str | os.PathLike[str], outlet: str | None = None, published: str | None = None, title: str | None = None, **settings: Any) -> DossierView:
    """A dossier of all reports under the paths, in memory.

    Args:
        paths: files and folders of reports.
        outlet: outlet of reports that name none.
        published: ISO day of publication of reports that state none.
        title: title of the dossier; the first folder's name when left out.
        settings: any field of `dragoman.settings.Settings`, for example `workers=2` (the result is the same; in a script,
            call from under `if __name__ == "__main__":`).

    Raises:
        dragoman.errors.NothingToReadError: no input could be used.
    """
    import datetime as dt

    from dragoman.export.views import DossierView
    from dragoman.settings import Settings
    from dragoman.workbench import Workbench

    day = dt.date.fromisoformat(published) if published else None
    dossier = Workbench(Settings.load(**settings)).make_dossier([os.fspath(p) for p in paths], outlet=outlet, published=day, title=title)
    return DossierView(dossier)


def open_dossier(path: str | os.PathLike[str]) -> DossierView:
    """A dossier that was written before: its folder, or its `dossier.json`.

    Raises:
        dragoman.errors.UsageError: there is none.
        dragoman.errors.FormatError: it cannot be read.
    """
    from pathlib import Path

    from dragoman.export.folder import load_dossier
    from dragoman.export.views import DossierView

    return DossierView(load_dossier(Path(path)))
