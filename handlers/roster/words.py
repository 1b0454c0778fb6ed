"""What is said in several places of the roster's screens for colleagues."""

from locales.texts import N_

DONE = N_("Done.")
NOT_SECRETARY = N_("Only those who see to the roster (role secretary) can change it.")
