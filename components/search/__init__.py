"""AI Search."""

from components.search.args import SearchArgs
from components.search.component import Search

__all__ = ["Search", "SearchArgs"]
