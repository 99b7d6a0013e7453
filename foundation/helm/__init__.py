"""Helm behind one small interface: in process, or the helm binary."""
