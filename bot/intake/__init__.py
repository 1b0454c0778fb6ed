"""How events come in and are handled: stored before they are acknowledged, one transaction each, in order."""
