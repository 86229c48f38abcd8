-- Ids of the devices behind a silent gateway, for which this one alert stands.
ALTER TABLE alert ADD COLUMN affected jsonb;
