-- A phone opens the upload to learn the word to show, and knows the size of the photo only once it is taken.
ALTER TABLE upload ALTER COLUMN size DROP NOT NULL, ALTER COLUMN portrait_size DROP NOT NULL;
