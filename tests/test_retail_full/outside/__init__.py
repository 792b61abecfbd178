"""Programs from outside: they speak to a served Odoo over its doors and import nothing of it."""
