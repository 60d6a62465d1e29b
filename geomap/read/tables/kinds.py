"""The event types and sub-event types that codes of datasets are translated to: pairs of ACLED's names, or of other kinds."""

from __future__ import annotations

BATTLE = ("Battles", "Armed clash")
SHELLING = ("Explosions/Remote violence", "Shelling/artillery/missile attack")
AIRSTRIKE = ("Explosions/Remote violence", "Air/drone strike")
BOMB = ("Explosions/Remote violence", "Remote explosive/landmine/IED")
ATTACK = ("Violence against civilians", "Attack")
OTHER = ("Strategic developments", "Other")
ARRESTS = ("Strategic developments", "Arrests")
AGREEMENT = ("Strategic developments", "Agreement")
LOOTING = ("Strategic developments", "Looting/property destruction")
TRANSFER = ("Strategic developments", "Non-violent transfer of territory")
ABDUCTION = ("Violence against civilians", "Abduction/forced disappearance")
SEXUAL_VIOLENCE = ("Violence against civilians", "Sexual violence")
CHEMICAL_WEAPON = ("Explosions/Remote violence", "Chemical weapon")
