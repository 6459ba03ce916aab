-- What can be booked, as `whyNotBookable` says it: search, category counts and offers all ask here.
CREATE VIEW "bookable" AS
  SELECT l."id" FROM "listing" l JOIN "profile" p ON p."account_id" = l."provider_id"
  WHERE l."state" = 'published' AND l."kind" = 'session' AND (l."mode" = 'advice' OR p."licence" = 'verified');
