-- A test copy must not print in the shop, nor hear what its proxies are told.
UPDATE pos_hardware_proxy
   SET token_hash = NULL, local_token = NULL, state = 'revoked', channel = gen_random_uuid()::text;
DELETE FROM pos_hardware_pairing;
UPDATE pos_hardware_job
   SET state = 'failed', code = 'revoked', ended_at = now() AT TIME ZONE 'UTC'
 WHERE state IN ('waiting', 'fetched');
UPDATE pos_config
   SET is_posbox = false, proxy_ip = NULL, iface_print_via_proxy = false
 WHERE hardware_proxy_id IS NOT NULL;
UPDATE pos_printer
   SET proxy_ip = NULL
 WHERE printer_type = 'hardware_proxy';
