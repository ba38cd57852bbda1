"""Posters, leaflets, cards and pictures to print and send, typeset by typst: `draw` makes them, the layouts say how."""
