"""What people ask of the profile: answered, offered, or passed on to a colleague."""
