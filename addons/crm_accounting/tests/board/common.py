from ..forecast.common import ForecastCommon


class BoardCommon(ForecastCommon):
    """Figures as a collector reads them."""

    def _read(self, model, *domain, user=None):
        """Return what a user finds, from the database."""
        self._commit()
        self.env.invalidate_all()
        return self.env[model].with_user(user or self.collector).search(list(domain))

    def assertOpens(self, model, groupby, measure):
        """Each number of a pivot by `groupby` is the sum of the list that it opens."""
        Model = self.env[model].with_user(self.collector)
        groups = Model._read_group([], groupby, [f'{measure}:sum'])
        self.assertTrue(groups)
        for *keys, total in groups:
            domain = [
                (name.removesuffix(':day'), '=', getattr(key, 'id', key))
                for name, key in zip(groupby, keys, strict=True)
            ]
            self.assertAlmostEqual(sum(Model.search(domain).mapped(measure)), total)
