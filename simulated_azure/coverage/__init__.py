"""What of Azure the simulation knows: counted, with the source of each rule, and written down as a page."""
