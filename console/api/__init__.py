"""What may programs ask? One file for each thing asked about; the same access as the pages."""
