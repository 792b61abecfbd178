"""The till's hardware proxy: printers, drawer, scale and scanner behind HTTP, without Odoo."""

__version__ = '19.0.1.0.0'
