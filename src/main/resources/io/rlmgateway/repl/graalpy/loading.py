"""What is done to modules of the standard library once a cell, or another module, has imported them."""

_when_loaded = {}


class Loading:
    """Finds the modules to which something is done."""

    def find_spec(self, name, path=None, target=None):
        change = _when_loaded.get(name)
        if change is None:
            return None
        spec = sys.modules["_frozen_importlib_external"].PathFinder.find_spec(name, path)
        load = spec.loader.exec_module

        def exec_module(module):
            load(module)
            change(module)

        spec.loader.exec_module = exec_module
        return spec
