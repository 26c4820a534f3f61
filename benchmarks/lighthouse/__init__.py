"""What Lighthouse says of each page of the site, and what a first visit weighs."""
