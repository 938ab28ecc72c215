# SPDX-License-Identifier: GPL-2.0-or-later
"""Notices on many libraries at once: a folder of hundreds of spectrometers' files must not bury the user in them."""

from dataclasses import dataclass, field

from ..notices import MoreRemarks
from ..progress import Progress

MOST = 3  # of a kind


@dataclass(frozen=True)
class FewOfEach(Progress):
    """A Progress that passes on the first notices of each kind. kept_back : how many of each were not."""

    kept_back: dict = field(default_factory=dict)

    def tell_rest(self):
        """Tell how many notices were kept back."""
        if sum(self.kept_back.values()):
            self.tell(MoreRemarks(remarks=sum(self.kept_back.values())))


def few_of_each(progress):
    """The FewOfEach of a progress."""
    counts, kept_back = {}, {}

    def tell(notice):
        kind = type(notice)
        counts[kind] = counts.get(kind, 0) + 1
        if counts[kind] <= MOST:
            progress.tell(notice)
        else:
            kept_back[kind] = kept_back.get(kind, 0) + 1

    return FewOfEach(progress.show, tell, progress.cancelled, kept_back)
