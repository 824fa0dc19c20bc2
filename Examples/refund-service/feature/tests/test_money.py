import unittest

from src.money import format_cents, parse_cents


class MoneyTests(unittest.TestCase):
    def test_reads_what_it_writes(self):
        self.assertEqual(parse_cents(format_cents(1230)), 1230)

    def test_refuses_words(self):
        with self.assertRaises(ValueError):
            parse_cents("twelve")
