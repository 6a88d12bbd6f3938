"""Starts and stops everything the system consists of; standard library only, no Django."""
