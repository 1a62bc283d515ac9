"""What the README claims about speed, repeatable: see README.md in this folder."""
