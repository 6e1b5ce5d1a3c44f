"""What a form can say: the roles of words in an attack, and the closed sets that a form is filled from (MUC-4's)."""

ROLES = ("perp_ind", "perp_org", "phys", "hum_name", "hum_desc", "instrument", "place", "day")
"""What a word may be in an attack."""

HEADS: dict[str, tuple[str, ...]] = {
    "type": ("ATTACK", "BOMBING", "KIDNAPPING", "ARSON", "ROBBERY", "HIJACKING", "FORCED WORK STOPPAGE"),
    "stage": ("ACCOMPLISHED", "ATTEMPTED", "THREATENED"),
    "category": ("NONE", "TERRORIST ACT", "STATE-SPONSORED VIOLENCE"),
    "confidence": (
        "REPORTED AS FACT", "SUSPECTED OR ACCUSED", "SUSPECTED OR ACCUSED BY AUTHORITIES", "CLAIMED OR ADMITTED", "POSSIBLE",
        "ACQUITTED",
    ),
    "phys_type": (
        "COMMERCIAL", "OTHER", "TRANSPORT VEHICLE", "ENERGY", "GOVERNMENT OFFICE OR RESIDENCE", "ORGANIZATION OFFICE",
        "COMMUNICATIONS", "FINANCIAL", "CIVILIAN RESIDENCE", "DIPLOMAT OFFICE OR RESIDENCE", "TRANSPORTATION ROUTE",
        "POLITICAL FIGURE OFFICE OR RESIDENCE", "LAW ENFORCEMENT FACILITY", "TRANSPORTATION FACILITY", "WATER",
    ),
    "phys_effect": (
        "NONE", "SOME DAMAGE", "DESTROYED", "NO DAMAGE", "PROPERTY TAKEN FROM TARGET", "MONEY TAKEN FROM TARGET", "TARGET TAKEN",
    ),
    "hum_type": (
        "CIVILIAN", "POLITICAL FIGURE", "GOVERNMENT OFFICIAL", "LAW ENFORCEMENT", "LEGAL OR JUDICIAL", "ACTIVE MILITARY",
        "SECURITY GUARD", "FORMER GOVERNMENT OFFICIAL", "DIPLOMAT", "FORMER ACTIVE MILITARY",
    ),
    "hum_effect": (
        "NONE", "DEATH", "INJURY", "NO INJURY OR DEATH", "NO INJURY", "REGAINED FREEDOM", "NO DEATH", "ESCAPED",
    ),
    "instrument_type": (
        "BOMB", "GUN", "DYNAMITE", "EXPLOSIVE", "MACHINE GUN", "VEHICLE BOMB", "MORTAR", "RIFLE", "GRENADE", "AERIAL BOMB",
        "TORTURE", "CUTTING DEVICE", "MOLOTOV COCKTAIL", "ROCKET", "FIRE", "MINE", "HANDGUN", "MISSILE",
    ),
}  # fmt: skip
"""Each head's classes; NONE: the form says nothing there."""
