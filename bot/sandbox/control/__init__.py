"""The control API: how a page or a test makes people do things and sees what came of it (`docs/sandbox.md`)."""
