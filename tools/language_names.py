"""Make the tables of what Spanish and French call countries and some other places, from CLDR as the package Babel holds it.

    python tools/language_names.py

A table maps a name in small letters to the English name under which the gazetteer has the place. It holds only names that the gazetteer
itself does not have for it; what is also a given name or a town of the language is left out.
"""

from __future__ import annotations

from pathlib import Path

from babel import Locale

from gazetteer import Gazetteer
from gazetteer.codes import KINDS
from gazetteer.model import PlaceKind
from gazetteer.normalize import key
from geomap.files import write_atomically

LEFT_OUT = {
    "es": "granada,guadalupe,mauricio,dominica,santa elena,san martín,santa lucía,san bartolomé,anguila,diego garcía",
    "fr": "maurice,dominique,grenade,salvador,sainte-lucie,sainte-hélène,diego garcia,la réunion",
}
OTHERS = {
    "es": {
        "ee. uu.": "United States", "ee.uu.": "United States", "ee uu": "United States", "eeuu": "United States", "birmania": "Myanmar",
        "myanmar": "Myanmar", "arabia saudita": "Saudi Arabia", "holanda": "Netherlands", "república checa": "Czechia",
        "rumania": "Romania", "cisjordania": "West Bank", "franja de gaza": "Gaza Strip", "cachemira": "Kashmir", "darfur": "Darfur",
        "mar negro": "Black Sea", "mar rojo": "Red Sea", "mediterráneo": "Mediterranean Sea", "mar mediterráneo": "Mediterranean Sea",
        "océano atlántico": "Atlantic Ocean", "océano pacífico": "Pacific Ocean", "mar caribe": "Caribbean Sea",
        "golfo de méxico": "Gulf of Mexico", "palestina": "Palestine", "yuba": "Juba", "rd congo": "Democratic Republic of the Congo",
        "gran bretaña": "United Kingdom", "emiratos": "United Arab Emirates",
        "mar báltico": "Baltic Sea", "mar caspio": "Caspian Sea", "mar egeo": "Aegean Sea", "mar adriático": "Adriatic Sea",
        "mar muerto": "Dead Sea", "mar de azov": "Azov Sea", "mar del norte": "North Sea", "mar de mármara": "Sea of Marmara",
        "mar de china meridional": "South China Sea", "mar de japón": "Sea of Japan", "mar arábigo": "Arabian Sea",
        "mar jónico": "Ionian Sea", "mar de aral": "Aral Sea", "golfo pérsico": "Persian Gulf", "golfo de adén": "Gulf of Aden",
        "golfo de guinea": "Gulf of Guinea", "golfo de omán": "Gulf of Oman", "golfo de california": "Gulf of California",
        "golfo de vizcaya": "Bay of Biscay", "bahía de bengala": "Bay of Bengal", "estrecho de ormuz": "Strait of Hormuz",
        "estrecho de gibraltar": "Strait of Gibraltar", "canal de la mancha": "English Channel", "canal de suez": "Suez Canal",
        "canal de panamá": "Panama Canal", "océano índico": "Indian Ocean", "océano ártico": "Arctic Ocean", "lago chad": "Lake Chad",
        "río amazonas": "Amazon River", "río nilo": "Nile", "nilo": "Nile", "río danubio": "Danube", "danubio": "Danube",
        "río rin": "Rhine", "río dniéper": "Dnipro River", "dniéper": "Dnipro River", "río grande": "Rio Grande",
    },
    "fr": {
        "usa": "United States", "birmanie": "Myanmar", "hollande": "Netherlands", "république tchèque": "Czechia",
        "rdc": "Democratic Republic of the Congo", "rd congo": "Democratic Republic of the Congo",
        "république démocratique du congo": "Democratic Republic of the Congo", "congo-kinshasa": "Democratic Republic of the Congo",
        "congo-brazzaville": "Republic of the Congo", "centrafrique": "Central African Republic", "rca": "Central African Republic",
        "île maurice": "Mauritius", "palestine": "Palestine", "cisjordanie": "West Bank", "bande de gaza": "Gaza Strip",
        "cachemire": "Kashmir", "darfour": "Darfur", "méditerranée": "Mediterranean Sea", "atlantique": "Atlantic Ocean",
        "manche": "English Channel", "kivu du nord": "North Kivu", "kivu du sud": "South Kivu", "grande-bretagne": "United Kingdom",
        "bosnie": "Bosnia and Herzegovina", "émirats": "United Arab Emirates",
        "mer noire": "Black Sea", "mer rouge": "Red Sea", "mer baltique": "Baltic Sea", "mer caspienne": "Caspian Sea",
        "mer égée": "Aegean Sea", "mer adriatique": "Adriatic Sea", "mer morte": "Dead Sea", "mer d'azov": "Azov Sea",
        "mer du nord": "North Sea", "mer de marmara": "Sea of Marmara", "mer de chine méridionale": "South China Sea",
        "mer du japon": "Sea of Japan", "mer d'arabie": "Arabian Sea", "mer ionienne": "Ionian Sea", "mer d'aral": "Aral Sea",
        "mer méditerranée": "Mediterranean Sea", "mer des caraïbes": "Caribbean Sea", "golfe persique": "Persian Gulf",
        "golfe d'aden": "Gulf of Aden", "golfe de guinée": "Gulf of Guinea", "golfe d'oman": "Gulf of Oman",
        "golfe du mexique": "Gulf of Mexico", "golfe de gascogne": "Bay of Biscay", "golfe du bengale": "Bay of Bengal",
        "détroit d'ormuz": "Strait of Hormuz", "détroit de gibraltar": "Strait of Gibraltar", "canal de suez": "Suez Canal",
        "canal de panama": "Panama Canal", "océan indien": "Indian Ocean", "océan atlantique": "Atlantic Ocean",
        "océan pacifique": "Pacific Ocean", "océan arctique": "Arctic Ocean", "lac tchad": "Lake Chad", "fleuve congo": "Congo River",
        "fleuve sénégal": "Senegal River", "nil": "Nile", "rhin": "Rhine", "dniepr": "Dnipro River", "amazone": "Amazon River",
    },
}  # fmt: skip
_COUNTRY = KINDS.index(PlaceKind.COUNTRY)
_LETTERS_OF_CODE = 2


def main() -> None:
    """Write the tables."""
    index = Gazetteer.open(None).index

    def finds(name: str, code: str) -> bool:
        return any(index.country_of(row) == code and index.cells.kind[row] == _COUNTRY for row, *_ in index.entries(key(name)))

    english = Locale("en").territories
    for language, others in OTHERS.items():
        left_out = set(LEFT_OUT[language].split(","))
        names = {
            name.lower().replace("\u2019", "'"): english[code]
            for code, name in Locale(language).territories.items()
            if len(code) == _LETTERS_OF_CODE and not finds(name, code) and finds(english[code], code)
        } | {name: meant for name, meant in others.items() if index.entries(key(meant))}
        rows = [f'"{name}" = "{meant}"' for name, meant in sorted(names.items()) if name not in left_out]
        heading = (
            f"# What {Locale(language).get_display_name('en')} calls countries and some other places; made by tools/language_names.py."
        )
        path = Path(__file__).parent.parent / "geomap" / "lang" / language / "names.toml"
        write_atomically(path, "\n".join([heading, "", "[names]", *rows, ""]).encode())


if __name__ == "__main__":
    main()
