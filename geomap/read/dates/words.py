"""The words of dates and times, as pages write them in English, Ukrainian, Russian, French, German, Spanish and Polish."""

from __future__ import annotations

_MONTHS = {
    1: "january jan січня січень січ января январь янв janvier januar enero stycznia",
    2: "february feb лютого лютий лют февраля февраль фев février februar febrero lutego",
    3: "march mar березня березень бер марта март мар mars märz marzo marca",
    4: "april apr квітня квітень кві апреля апрель апр avril abril kwietnia",
    5: "may травня травень тра мая май mai mayo maja",
    6: "june jun червня червень чер июня июнь июн juin juni junio czerwca",
    7: "july jul липня липень лип июля июль июл juillet juli julio lipca",
    8: "august aug серпня серпень сер августа август авг août agosto sierpnia",
    9: "september sept sep вересня вересень вер сентября сентябрь сен septembre septiembre września",
    10: "october oct жовтня жовтень жов октября октябрь окт octobre oktober octubre października",
    11: "november nov листопада листопад лис ноября ноябрь ноя novembre noviembre listopada",
    12: "december dec грудня грудень гру декабря декабрь дек décembre dezember diciembre grudnia",
}
MONTH_OF = {word: number for number, words in _MONTHS.items() for word in words.split()}
WEEKDAYS = tuple(
    frozenset(names.split())
    for names in (
        "monday mon понеділок понедельник пн lundi montag lunes poniedziałek",
        "tuesday tues tue вівторок вторник вт mardi dienstag martes wtorek",
        "wednesday weds wed середа среда ср mercredi mittwoch miércoles środa",
        "thursday thurs thur thu четвер четверг чт jeudi donnerstag jueves czwartek",
        "friday fri п'ятниця пятница пт vendredi freitag viernes piątek",
        "saturday sat субота суббота сб samedi samstag sonnabend sábado sobota",
        "sunday sun неділя воскресенье нд вс dimanche sonntag domingo niedziela",
    )
)
DAYS_AGO = {
    **dict.fromkeys(("today", "сьогодні", "сегодня", "aujourd'hui", "aujourd’hui", "heute", "hoy", "dzisiaj", "dziś"), 0),
    **dict.fromkeys(("yesterday", "вчора", "учора", "вчера", "hier", "gestern", "ayer", "wczoraj"), 1),
}
AFTER = (
    r"last\s+updated|last\s+modified|last\s+update|last\s+edited|updated|update|edited|modified|оновлено|обновлено|змінено|изменено|"
    r"mis\s+à\s+jour|modifié|aktualisiert|stand|actualizado|zaktualizowano"
)
FIRST = r"first\s+published|originally\s+published"
LABEL = "published|posted|created|опубліковано|опубликовано|issued|filed|date|time|publié|veröffentlicht|publicado|opublikowano"
GLUE = "at|on|the|since|of|року|года|о|об|в|у|г|uhr|um|à|le|de|del|las|godz|roku"
# How a language counts back: "2 hours ago", "2 години тому", "2 часа назад", "il y a 2 heures", "vor 2 Stunden", "hace 2 horas".
_UNITS = {
    0: "seconds? secs? s секунд[аиуы]? сек secondes? sekunden?",
    1: "minutes? mins? m хвилин[аиу]? хв минут[аыу]? мин minuten? minutos?",
    60: "hours? hrs? h годин[аиу]? год час(?:а|ов)? ч heures? stunden? horas?",
    24 * 60: "days? d дні днів день дн дня дней jours? tag(?:e|en)? días?",
    7 * 24 * 60: "weeks? w тижні тижнів тиждень недел[яиюь] недель semaines? woche(?:n)? semanas?",
}
MINUTES_IN = {pattern: minutes for minutes, patterns in _UNITS.items() for pattern in patterns.split()}
UNIT = "(?:" + "|".join(sorted(MINUTES_IN, key=len, reverse=True)) + r")(?![^\W\d])\.?"
RELATIVE = (
    rf"(?:\d{{1,3}}\s?{UNIT}(?:,?\s+\d{{1,2}}\s?{UNIT})?\s+(?:ago|тому|назад)"
    rf"|(?:il\s+y\s+a|vor|hace)\s+\d{{1,3}}\s?{UNIT})"
)
# What counts back without a number.
UNCOUNTED = {
    **dict.fromkeys(("just now", "moments ago", "щойно", "только что"), "0 minutes ago"),
    **dict.fromkeys(("a minute ago", "хвилину тому", "минуту назад"), "1 minute ago"),
    **dict.fromkeys(("an hour ago", "годину тому", "час назад"), "1 hour ago"),
    **dict.fromkeys(("a day ago", "день тому", "день назад"), "1 day ago"),
}
