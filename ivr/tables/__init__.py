"""What Asterisk reads of itself at a press: weeks of routes, homes, seats; made, compared and put into AstDB."""
