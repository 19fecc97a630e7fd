"""STIX 2.1 bundles: records that leave in one, and objects of others that come in, and are accepted or not."""
