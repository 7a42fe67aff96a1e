"""Documents as drafted: Word, PDF, sheets, web pages and text, read to one model."""
