"""Views of the graph: networkx, tables, the interactive page."""
