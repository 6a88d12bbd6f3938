"""The demonstration: invented data, entered afterwards through the same deeds that people use."""
