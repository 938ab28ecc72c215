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
    """

    name: str
    group: str
    synonyms: tuple[str, ...] = ()

    @property
    def patterns(self):
        """Every beginning of a record's name that means this material, its name first."""
        return (self.name, *self.synonyms)


MATERIALS = (
    Material("muscovite", "white mica", ("sericite", "phengite")),
    Material("illite", "white mica"),
    Material("paragonite", "white mica"),
    Material("lepidolite", "white mica"),
    Material("kaolinite", "kaolin"),
    Material("dickite", "kaolin"),
    Material("halloysite", "kaolin", ("endellite",)),
    Material("montmorillonite", "smectite", ("smectite", "bentonite")),
    Material("beidellite", "smectite"),
    Material("nontronite", "smectite"),
    Material("saponite", "smectite", ("hectorite",)),
    Material("alunite", "sulphate", ("natroalunite",)),
    Material("jarosite", "sulphate", ("natrojarosite",)),
    Material("gypsum", "sulphate", ("selenite",)),
    Material("pyrophyllite", "advanced argillic"),
    Material("diaspore", "advanced argillic"),
    Material("topaz", "advanced argillic"),
    Material("zunyite", "advanced argillic"),
    Material("buddingtonite", "advanced argillic"),
    Material("gibbsite", "hydroxide"),
    Material("brucite", "hydroxide"),
    Material("chalcedony", "silica", ("chert",)),
    Material("opal", "silica", ("hyalite",)),
    Material("calcite", "carbonate", ("limestone",)),
    Material("dolomite", "carbonate"),
    Material("siderite", "carbonate"),
    Material("magnesite", "carbonate", ("magnesite+hydromag",)),
    Material("rhodochrosite", "carbonate"),
    Material("malachite", "carbonate"),
    Material("chlorite", "chlorite", ("clinochlore", "prochlorite", "thuringite", "chamosite")),
    Material("epidote", "calc-silicate", ("clinozoisite", "clinozoisiteepidote")),
    Material("zoisite", "calc-silicate"),
    Material("prehnite", "calc-silicate"),
    Material("garnet", "calc-silicate", ("andradite", "grossular", "almandine", "spessartine")),
    Material("vesuvianite", "calc-silicate", ("idocrase",)),
    Material("actinolite", "amphibole"),
    Material("tremolite", "amphibole"),
    Material("hornblende", "amphibole"),
    Material("talc", "magnesium silicate"),
    Material("serpentine", "magnesium silicate", ("antigorite", "lizardite", "chrysotile")),
    Material("phlogopite", "dark mica"),
    Material("biotite", "dark mica", ("annite", "siderophyllite")),
    Material("vermiculite", "dark mica"),
    Material("tourmaline", "tourmaline", ("elbaite", "schorl", "dravite")),
    Material("spodumene", "pyroxene"),
    Material("clinopyroxene", "pyroxene", ("augite", "diopside", "pigeonite", "hedenbergite")),
    Material("orthopyroxene", "pyroxene", ("hypersthene", "bronzite", "enstatite")),
    Material("olivine", "olivine", ("forsterite", "fayalite")),
    Material("zeolite", "zeolite", ("stilbite", "heulandite", "clinoptilolite", "natrolite", "analcime", "mordenite")),
    Material("hematite", "iron oxide", ("nanohematite",)),
    Material("goethite", "iron oxide", ("limonite",)),
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
