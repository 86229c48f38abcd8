-- What a photo looks like with a little cut off any side: sixteen hexadecimal digits each. Earlier photos have none.
ALTER TABLE proof_photo ADD COLUMN crop_hashes text NOT NULL DEFAULT '';
