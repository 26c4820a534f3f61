"""What the site offers to take along: a book in each language, and a zip of itself."""
