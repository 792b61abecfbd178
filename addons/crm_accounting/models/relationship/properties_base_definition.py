from odoo import api, models


class PropertiesBaseDefinition(models.Model):
    _inherit = 'properties.base.definition'

    @api.model
    def get_properties_base_definition(self, model_name, field_name):
        """Return what properties there are, to those who may read them.

        Odoo asks for the right to read the model only, and thus told portal users their names.

        :raise AccessError: if the user may not read the model or the field
        """
        model = self.env[model_name]
        model._check_field_access(model._fields[field_name], 'read')
        return super().get_properties_base_definition(model_name, field_name)
