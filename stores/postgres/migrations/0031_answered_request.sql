-- What a request with a key was answered, so that its repeat changes nothing and is answered the same. Kept for a day.
CREATE TABLE answered_request (
  username text NOT NULL,
  key text NOT NULL,
  -- Of the method, the address and the body.
  digest text NOT NULL,
  answer json,
  at timestamptz NOT NULL,
  PRIMARY KEY (username, key)
);
CREATE INDEX answered_request_at ON answered_request (at);
