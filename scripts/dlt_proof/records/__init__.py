"""Plain records that cross the boundary between rooms.

Only the standard library here, except in the modules that say otherwise: lint and hooks import
`findings`, and their start-up time counts.
"""
