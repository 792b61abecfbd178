from . import pos_hardware_pair
