"""Why an equation cannot be read, or how it is found to be wrong before its sides are compared."""


class NotReadError(Exception):
    """An equation that the checker cannot read; the message is the reason."""


class SizeError(Exception):
    """Matrices that cannot be added or multiplied as the page says."""
