"""Money is an integer number of cents."""


def parse_cents(text):
    """`"12.30"` as 1230; raises ValueError for anything else."""
    whole, _, fraction = text.partition(".")
    if not whole.isdigit() or not (fraction.isdigit() and len(fraction) == 2):
        raise ValueError(f"not an amount: {text!r}")
    return int(whole) * 100 + int(fraction)


def format_cents(cents):
    """1230 as `"12.30"`."""
    return f"{cents // 100}.{cents % 100:02d}"
