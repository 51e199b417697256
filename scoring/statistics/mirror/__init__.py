"""An expert's own scoring beside that of others: nothing in it tells of one of them."""
