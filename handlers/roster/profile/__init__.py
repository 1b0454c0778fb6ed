"""What contacts see of their organisation in the roster, and what they propose to change there."""
