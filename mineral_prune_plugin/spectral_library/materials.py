# SPDX-License-Identifier: GPL-2.0-or-later
"""The materials that the plugin knows by name: minerals of exploration, and what must not be taken for them.

The same beginnings of names match the records of the embedded library and of the USGS library (splib07) or another.
"""

from dataclasses import dataclass

NO_MINERAL = "no mineral"


@dataclass(frozen=True)
class Material:
    """A mineral or another surface.

    name     : of its class, and of its records in the embedded library
    group    : minerals that are alike or lie together; NO_MINERAL for other surfaces
    synonyms : other beginnings of record names that mean it, as `matching.py` reads them
    common   : whether alteration or weathering often makes it: what one looks for where nothing is requested
    """

    name: str
    group: str
    synonyms: tuple[str, ...] = ()
    common: bool = False

    @property
    def patterns(self):
        """Every beginning of a record's name that means this material, its name first."""
        return (self.name, *self.synonyms)


MATERIALS = (
    Material("muscovite", "white mica", ("sericite", "phengite"), common=True),
    Material("illite", "white mica", common=True),
    Material("paragonite", "white mica"),
    Material("lepidolite", "white mica"),
    Material("kaolinite", "kaolin", common=True),
    Material("dickite", "kaolin", common=True),
    Material("halloysite", "kaolin", ("endellite",), common=True),
    Material("montmorillonite", "smectite", ("smectite", "bentonite"), common=True),
    Material("beidellite", "smectite"),
    Material("nontronite", "smectite", common=True),
    Material("saponite", "smectite", ("hectorite",)),
    Material("alunite", "sulphate", ("natroalunite",), common=True),
    Material("jarosite", "sulphate", ("natrojarosite",), common=True),
    Material("gypsum", "sulphate", ("selenite",), common=True),
    Material("pyrophyllite", "advanced argillic", common=True),
    Material("diaspore", "advanced argillic"),
    Material("topaz", "advanced argillic"),
    Material("zunyite", "advanced argillic"),
    Material("buddingtonite", "advanced argillic", common=True),
    Material("gibbsite", "hydroxide"),
    Material("brucite", "hydroxide"),
    Material("chalcedony", "silica", ("chert",), common=True),
    Material("opal", "silica", ("hyalite",), common=True),
    Material("calcite", "carbonate", ("limestone",), common=True),
    Material("dolomite", "carbonate", common=True),
    Material("siderite", "carbonate"),
    Material("magnesite", "carbonate", ("magnesite+hydromag",)),
    Material("rhodochrosite", "carbonate"),
    Material("malachite", "carbonate"),
    Material("chlorite", "chlorite", ("clinochlore", "prochlorite", "thuringite", "chamosite"), common=True),
    Material("epidote", "calc-silicate", ("clinozoisite", "clinozoisiteepidote"), common=True),
    Material("zoisite", "calc-silicate"),
    Material("prehnite", "calc-silicate"),
    Material("garnet", "calc-silicate", ("andradite", "grossular", "almandine", "spessartine")),
    Material("vesuvianite", "calc-silicate", ("idocrase",)),
    Material("actinolite", "amphibole", common=True),
    Material("tremolite", "amphibole"),
    Material("hornblende", "amphibole"),
    Material("talc", "magnesium silicate", common=True),
    Material("serpentine", "magnesium silicate", ("antigorite", "lizardite", "chrysotile"), common=True),
    Material("phlogopite", "dark mica"),
    Material("biotite", "dark mica", ("annite", "siderophyllite")),
    Material("vermiculite", "dark mica"),
    Material("tourmaline", "tourmaline", ("elbaite", "schorl", "dravite")),
    Material("spodumene", "pyroxene"),
    Material("clinopyroxene", "pyroxene", ("augite", "diopside", "pigeonite", "hedenbergite")),
    Material("orthopyroxene", "pyroxene", ("hypersthene", "bronzite", "enstatite")),
    Material("olivine", "olivine", ("forsterite", "fayalite")),
    Material("zeolite", "zeolite", ("stilbite", "heulandite", "clinoptilolite", "natrolite", "analcime", "mordenite")),
    Material("hematite", "iron oxide", ("nanohematite",), common=True),
    Material("goethite", "iron oxide", ("limonite",), common=True),
    Material("ferrihydrite", "iron oxide", ("fe-hydroxide",)),
    Material("bastnaesite", "rare earth", ("bastnasite", "parisite")),
    Material("monazite", "rare earth"),
    Material("neodymium oxide", "rare earth", ("neodymium_oxide",)),
    Material(
        "green vegetation",
        NO_MINERAL,
        (
            "lawn_grass", "aspen", "maple_leaves", "oak", "walnut_leaf", "blue_spruce", "engelmann", "lodgepole",
            "juniper", "pinon_pine", "douglas-fir", "sagebrush", "rabbitbrush", "saltbrush", "blackbrush", "manzanita",
            "chamise", "russian_olive",
        ),
    ),
    Material(
        "dry vegetation",
        NO_MINERAL,
        (
            "grass_golden_dry", "cheatgrass", "tumbleweed", "willow_dead", "d.spicata", "cellulose", "wood_beam",
            "plywood", "cedar_shake",
        ),
    ),
    Material("water", NO_MINERAL, ("seawater",)),
    Material("snow", NO_MINERAL, ("melting_snow", "h2o-ice")),
    Material("plastic", NO_MINERAL, ("polystyrene", "fiberglass", "nylon_fabric", "nylon_carpet", "polyester_pile")),
    Material("concrete", NO_MINERAL, ("cinder_block", "cement")),
    Material("asphalt", NO_MINERAL, ("tar_paper", "roofing_felt")),
    Material("quartz sand", NO_MINERAL, ("quartz", "sand")),
)  # fmt: skip
