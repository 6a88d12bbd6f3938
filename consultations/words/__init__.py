"""Words of speakers and words to them: what may name somebody, what a redaction may be, mails."""
