"""What stands beside an article: comments, margins, links to other pages, posts of networks."""

import re

from .marks import Mark, marks_of
from .markup import Element

ASIDE = re.compile(r"related|recommend|sidebar|widget|latest|popular|comment|teaser", re.I)


def stands_aside(element: Element) -> bool:
    """Within a comment, a margin or links to other pages, as its own and the outer elements' names say."""
    holders = [element, *element.ancestors][:12]
    wide = {"article", "main", "body", "html"}
    for holder in holders:
        if holder.tag in wide:
            return False
        if holder.tag in ("aside", "nav", "footer") or {Mark.COMMENT, Mark.POST} & marks_of(holder):
            return True
        if ASIDE.search(holder.attributes) and ASIDE.search(
            f"{holder.get('class')} {holder.get('id')}".replace("widget Blog", "")
        ):
            return True
    return False
