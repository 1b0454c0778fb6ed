"""The mailbox of the join address: letters, the folders they lie in, and real SMTP and IMAP servers before them."""
