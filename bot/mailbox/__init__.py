"""The join mailbox: letters are taken from it over IMAP, and it stays usable by people at the same time."""
