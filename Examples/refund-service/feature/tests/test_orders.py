import sqlite3
import unittest

from src.db import orders


class OrderTests(unittest.TestCase):
    def setUp(self):
        self.connection = sqlite3.connect(":memory:")
        self.connection.execute("CREATE TABLE orders (id TEXT, customer TEXT, cents INTEGER, state TEXT, created_at INTEGER)")
        self.connection.execute("INSERT INTO orders VALUES ('o1', 'Ada', 1230, 'paid', 1)")

    def test_an_order_is_found_by_its_number(self):
        self.assertEqual(orders.load_order(self.connection, "o1").cents, 1230)

    def test_an_unknown_order_is_none(self):
        self.assertIsNone(orders.load_order(self.connection, "o2"))
