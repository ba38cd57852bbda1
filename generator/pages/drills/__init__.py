"""Drills as readers get them: a page that asks, which prints as a sheet, and a pack of cards for Anki."""
