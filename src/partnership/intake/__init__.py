"""The only door between the engine and the site: the one folder that imports tocsin."""
