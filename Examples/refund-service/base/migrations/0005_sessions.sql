CREATE TABLE sessions (
  token TEXT PRIMARY KEY,
  staff TEXT NOT NULL,
  ends_at INTEGER NOT NULL
);
