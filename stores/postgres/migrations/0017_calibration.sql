-- When a sensor was last calibrated, and after how many days it is to be again (null: yearly).
ALTER TABLE device ADD COLUMN calibrated_at timestamptz, ADD COLUMN calibration_days integer;
CREATE INDEX device_calibrated ON device (id) WHERE calibrated_at IS NOT NULL;
