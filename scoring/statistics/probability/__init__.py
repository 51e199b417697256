"""How sure a panel's marks make a grade, whether another panel would give it, and what it hangs on."""
