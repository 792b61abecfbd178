-- A test copy must not chase customers by itself, nor tell people about tasks.
UPDATE collection_policy
   SET is_started = false, is_writing = false;
UPDATE collection_letter
   SET state = 'draft'
 WHERE state = 'waiting';
UPDATE customer_statement_mail
   SET state = 'failed', reason = 'This is a copy of the database.'
 WHERE state = 'waiting';

-- Nor sell to anybody by schedule.
UPDATE customer_contract
   SET schedule_document = NULL;

-- Nor order from anybody: a test copy's sales are no sales.
DELETE FROM res_company_replenish_category_rel;
