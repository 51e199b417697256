"""Whether the marks of a panel are what honest experts give: favour, copies, haste, and what one expert decides."""
