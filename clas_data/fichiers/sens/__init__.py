"""What the texts of cells mean, whatever the column: numbers, days, words of a list."""
