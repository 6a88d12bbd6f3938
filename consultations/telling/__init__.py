"""How those who spoke are told: what the mails say, who is told already, who is not yet."""
