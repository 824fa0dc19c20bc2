CREATE TABLE items (
  order_id TEXT NOT NULL REFERENCES orders (id),
  sku TEXT NOT NULL,
  cents INTEGER NOT NULL
);
CREATE INDEX items_order_id ON items (order_id);
