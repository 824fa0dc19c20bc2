-- 0001 to 0004, squashed for 1.0.0.

CREATE TABLE orders (
  id TEXT PRIMARY KEY,
  customer TEXT NOT NULL,
  cents INTEGER NOT NULL,
  state TEXT NOT NULL,
  refunded_at INTEGER,
  created_at INTEGER NOT NULL
);
