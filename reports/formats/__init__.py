"""How is a report printed? One file for each format; every one gets the same report and gives the same numbers."""
