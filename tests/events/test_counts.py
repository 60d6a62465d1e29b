"""The grammar of counts: who is counted, what happened to them, and what is no count of people."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.events.counts.reading import casualties
from geomap.events.counts.words import count_words
from geomap.events.lexicon import lexicon
from geomap.events.ontology import Harm
from geomap.events.sentence import read_sentence
from geomap.lang.sentences import SentenceSpan
from geomap.model import PartKind


def told(sentence: str, language: str = "en") -> dict[str, int]:
    """Return the highest count of each kind that a sentence states."""
    read = read_sentence(sentence, SentenceSpan(0, len(sentence), PartKind.PARAGRAPH, 0), (), lexicon(language))
    found: dict[str, int] = {}
    for count in casualties(read):
        found[count.harm.value] = max(count.count, found.get(count.harm.value, 0))
    return found


@pytest.mark.parametrize(
    ("sentence", "counts"),
    [
        ("A courier was killed and his wife injured.", {"killed": 1, "injured": 1}),
        ("The mayor of the town and two guards were killed.", {"killed": 3}),
        ("Three members of a family died in the fire.", {"killed": 3}),
        ("One woman was killed, another was wounded.", {"killed": 1, "injured": 1}),
        ("A bus overturned, killing him and wounding two others.", {"killed": 1, "injured": 2}),
        ("A 10-year-old boy was killed.", {"killed": 1}),
        ("A man, 45, was killed.", {"killed": 1}),
        ("Maria Lopez, 62, was injured.", {"injured": 1}),
        ("A driver (31) was killed and 12 people were injured.", {"killed": 1, "injured": 12}),
        ("Of the passengers, 12 were killed.", {"killed": 12}),
        ("Two 15-year-old girls were hurt.", {"injured": 2}),
        ("Two hikers, a father and a son, died on the ridge.", {"killed": 2}),
        ("Four of the ten climbers were found dead.", {"killed": 4}),
        ("Nine people were rescued and 14 are missing.", {"rescued": 9, "missing": 14}),
        ("Police detained 47 protesters.", {"arrested": 47}),
        ("More than 4,000 residents were evacuated.", {"displaced": 4000}),
        ("The outbreak made 250 people ill.", {"ill": 250}),
        ("Six people died of their wounds in hospital.", {"killed": 6}),
        ("The quake killed two thousand three hundred people.", {"killed": 2300}),
        ("The blast killed a man and three people injured.", {"killed": 1, "injured": 3}),
        ("The crash killed two men and left a woman injured.", {"killed": 2, "injured": 1}),
        ("Seven people are unaccounted for.", {"missing": 7}),
        ("The quake left 5,000 homeless.", {"displaced": 5000}),
        ("Thirty prisoners were released in the exchange.", {"rescued": 30}),
        ("Six suspects were taken into custody.", {"arrested": 6}),
        ("Some 120 people were hospitalised with food poisoning.", {"ill": 120}),
        ("Four men were shot, two of whom died.", {"injured": 2, "killed": 2}),
        ("Three people were shot, one fatally, early Saturday.", {"injured": 2, "killed": 1}),
        ("3 shot, 1 fatally, at a party", {"injured": 2, "killed": 1}),
        ("Five people were stabbed, two of them fatally.", {"injured": 3, "killed": 2}),
        ("A man was fatally shot on Friday.", {"killed": 1}),
        ("Police fatally shot a man.", {"killed": 1}),
        ("Two men were shot to death in their car.", {"killed": 2}),
        ("A woman was shot in the head and killed.", {"killed": 1}),
        ("A cyclist was struck and killed by a lorry.", {"killed": 1}),
        ("Two officers were shot and a suspect killed.", {"injured": 2, "killed": 1}),
        ("A man was shot and critically wounded.", {"injured": 1}),
        ("Three people had minor injuries.", {"injured": 3}),
        ("None of the 150 passengers was hurt.", {}),
        ("Dozens were injured.", {}),
        ("No one was hurt.", {}),
        ("The storm has died down.", {}),
        ("Lawmakers held a debate on the death penalty for two days.", {}),
        ("The gang threatened to kill two hostages.", {}),
        ("The 12 Harbour Street shop lost power.", {}),
        ("A cholera outbreak in Kasenga has infected 430 people and killed 19 since Wednesday.", {"ill": 430, "killed": 19}),
        ("In the gunfight, 5 militants (TTP) and a lance naik died.", {"killed": 6}),
        ("A village head and his son were hacked to death.", {"killed": 2}),
        ("A mob lynched two men.", {"killed": 2}),
        ("Blast at the market: at least 9 dead, 11 hurt.", {"killed": 9, "injured": 11}),
        ("Gunmen fired at the post, a guard slightly injured.", {"injured": 1}),
        ("The shooting left one person dead at a sports bar and 30 hurt.", {"killed": 1, "injured": 30}),
        ("A girl of seven in a tent by the river was gravely wounded.", {"injured": 1}),
        ("The town counted its dead: three policemen and a student.", {"killed": 4}),
        ("Militants hacked at least 11 farmers to death in their fields.", {"killed": 11}),
        ("A crowd beat five nomads to death on Monday.", {"killed": 5}),
        ("Three novices did not survive.", {"killed": 3}),
        ("A soldier threw a grenade, killing the barmaid and himself.", {"killed": 2}),
        ("Nine fans of the singer were trampled to death at the sports ground.", {"killed": 9}),
        ("Eleven homeless people were found dead.", {"killed": 11}),
        ("Two Danes dead, embassies say.", {"killed": 2}),
        ("Three Pokot and an elder were left dead.", {"killed": 4}),
        ("The army puts its dead at eight.", {"killed": 8}),
        ("The dead now number 56.", {"killed": 56}),
        ("The deaths stand at 21,848.", {"killed": 21848}),
        ("A sailor lost a thumb.", {"injured": 1}),
        ("A maternity ward lost its roof.", {}),
        ("The village lost 45 people to the flood.", {"killed": 45}),
        ("A gas leak at an ice plant sent 30 employees to hospital.", {"injured": 30}),
        ("Eleven people were treated after the attack.", {"injured": 11}),
        ("One peasant dead, six hit.", {"killed": 1, "injured": 6}),
        ("Two nurses suffered cuts.", {"injured": 2}),
        ("Two deckhands have not been seen.", {"missing": 2}),
        ("Seven people cannot be located.", {"missing": 7}),
        ("At least 15 marchers were led away.", {"arrested": 15}),
        ("Police arrested the bricklayer.", {"arrested": 1}),
        ("31 Rohingya were detained at the border.", {"arrested": 31}),
        ("Searchers pulled two survivors from under a slab.", {"rescued": 2}),
        ("Rescuers pulled a boy of four from the rubble of a house.", {"rescued": 1}),
        ("Excavators lifted 132 out alive.", {"rescued": 132}),
        ("The lifeboat plucked three paddleboarders from a sandbank.", {"rescued": 3}),
        ("Some 2,000 townspeople crossed into the state and slept in halls.", {"displaced": 2000}),
        ("About 214 residents were moved to a gym.", {"displaced": 214}),
        ("9,400 people are now in tents at the camp.", {"displaced": 9400}),
        ("Eleven new Ebola cases were confirmed.", {"ill": 11}),
        ("More than 50 pupils fainted in the heat.", {"ill": 50}),
        ("The hospital took in 190 people with heatstroke.", {"ill": 190}),
        ("A man stabbed three people outside a bar.", {"injured": 3}),
        ("He is free to eat there.", {}),
        ("The second round was held on Sunday with one soldier at each table.", {}),
        ("Four men pulled a beekeeper off a minibus.", {}),
        ("The judge had been taken from her car by eight riflemen.", {}),
        ("A man was sentenced to death for the killings.", {}),
        ("Two journalists were arrested and a third beaten.", {"arrested": 2}),
        ("A minibus and a lorry collided, leaving four dead and six injured.", {"killed": 4, "injured": 6}),
        ("A suspect was shot and two officers were wounded.", {"injured": 2}),
        ("Ten of his kin were killed.", {"killed": 10}),
        ("The lorry's driver and a conductor were killed.", {"killed": 2}),
        ("Assailants stormed the consulate, killing Ambassador John F. Stevens and three others.", {"killed": 4}),
        ("Gunmen free 200 pupils after three months.", {"rescued": 200}),
        ("Four of the climbers were killed.", {"killed": 4}),
        ("The home team beat the visitors 2-1.", {}),
        ("An Australian of 19 is on life support.", {"injured": 1}),
        ("Two gunmen fled into the hills.", {}),
        ("A man shot two people near the park.", {}),
        ("The health minister puts the dead at 50 and the wounded at more than 2,700.", {"killed": 50, "injured": 2700}),
    ],
)
def test_english(sentence: str, counts: dict[str, int]) -> None:
    assert told(sentence) == counts


@pytest.mark.parametrize(
    ("language", "sentence", "counts"),
    [
        ("uk", "Загинув сторож, його дружина поранена.", {"killed": 1, "injured": 1}),
        ("uk", "Двоє загиблих, сімнадцятеро травмованих.", {"killed": 2, "injured": 17}),
        ("uk", "Загинули мати і двоє дітей.", {"killed": 3}),
        ("uk", "Обстріл обійшовся без постраждалих.", {}),
        ("uk", "Двадцять троє військових загинули.", {"killed": 23}),
        ("uk", "Поліція затримала дванадцять учасників мітингу.", {"arrested": 12}),
        ("uk", "Кількість загиблих зросла до дев'яти.", {"killed": 9}),
        ("uk", "Поранення дістали четверо цивільних.", {"injured": 4}),
        ("uk", "Поранені: 3 чоловіки, 2 жінки.", {"injured": 5}),
        ("uk", "Зникли безвісти п'ятеро рибалок.", {"missing": 5}),
        ("uk", "Домівки покинули 2000 людей.", {"displaced": 2000}),
        ("uk", "З полону звільнили 20 військових.", {"rescued": 20}),
        ("uk", "Захворіли 40 школярів.", {"ill": 40}),
        ("uk", "Госпіталізовано з отруєнням 15 дітей.", {"ill": 15}),
        ("ru", "Погиб сторож, его жена ранена.", {"killed": 1, "injured": 1}),
        ("ru", "Десять погибших, около пятидесяти раненых.", {"killed": 10, "injured": 50}),
        ("ru", "Погибли мать и двое детей.", {"killed": 3}),
        ("ru", "Никто не пострадал.", {}),
        ("ru", "Эвакуированы 8 тысяч человек.", {"displaced": 8000}),
        ("ru", "Число погибших выросло до 11.", {"killed": 11}),
        ("ru", "Травмы получили шесть человек, один погиб на месте.", {"injured": 6, "killed": 1}),
        ("ru", "Пропали без вести пятеро рыбаков.", {"missing": 5}),
        ("ru", "Из плена освободили 20 военных.", {"rescued": 20}),
        ("ru", "Полиция задержала трёх мужчин.", {"arrested": 3}),
        ("ru", "Заболели 40 школьников.", {"ill": 40}),
        ("ru", "Госпитализированы с отравлением 15 детей.", {"ill": 15}),
        ("ru", "Тысячи людей вышли на улицы.", {}),
        ("uk", "Поранено трьох мешканців.", {"injured": 3}),
        ("uk", "Унаслідок обстрілу поранення отримали двоє жінок і підліток.", {"injured": 3}),
        ("uk", "Травмовано шістьох гірників.", {"injured": 6}),
        ("uk", "Поліція затримала чотирьох чоловіків.", {"arrested": 4}),
        ("uk", "Рятувальники вивезли на човнах 42 людей.", {"displaced": 42}),
        ("uk", "Рятувальники евакуювали 130 мешканців.", {"displaced": 130}),
        ("uk", "З пожежі врятовано п'ятьох дітей.", {"rescued": 5}),
        ("uk", "Із Білопілля евакуйовано 56 мешканців.", {"displaced": 56}),
        ("uk", "Активіста застрелили у центрі міста.", {"killed": 1}),
        ("uk", "Двох охоронців застрелили.", {"killed": 2}),
        ("uk", "Двоє невідомих застрелили охоронця.", {"killed": 1}),
        ("uk", "Двоє працівників з опіками в лікарні.", {"injured": 2}),
        ("uk", "Сусідку контузило.", {"injured": 1}),
        ("uk", "Вижили четверо, тіла п'ятьох знайшли.", {"rescued": 4, "killed": 5}),
        ("uk", "Двадцятеро досі під уламками.", {"missing": 20}),
        ("uk", "Поліція взяла двох.", {"arrested": 2}),
        ("uk", "У толоці взяли участь 300 людей.", {}),
        ("uk", "Участь взяли 300 людей.", {}),
        ("uk", "Водія забрали до лікарні.", {"injured": 1}),
        ("uk", "Рибалку витягли водолази, він живий.", {"rescued": 1}),
        ("uk", "Спалах гепатиту: у стаціонарах 52 захворілих.", {"ill": 52}),
        ("uk", "Правоохоронці затримали зловмисника.", {"arrested": 1}),
        ("uk", "Загинула мати з трьома дітьми.", {"killed": 4}),
        ("ru", "Ранены четверо сотрудников полиции.", {"injured": 4}),
        ("ru", "Ранения получили двое детей и женщина.", {"injured": 3}),
        ("ru", "В результате взрыва пострадали семеро рабочих.", {"injured": 7}),
        ("ru", "Задержаны двенадцать участников акции.", {"arrested": 12}),
        ("ru", "В больницу доставили троих.", {"injured": 3}),
        ("ru", "Двоих рабочих с ожогами увезли в больницу.", {"injured": 2}),
        ("ru", "Шестеро дальнобойщиков пропали.", {"missing": 6}),
        ("ru", "Рыбаки вытащили обоих.", {}),
        ("ru", "Утонула мать с тремя детьми.", {"killed": 4}),
        ("ru", "Восемь человек спаслись.", {"rescued": 8}),
        ("ru", "Полиция задержала директора лагеря.", {"arrested": 1}),
        ("ru", "Начальник цеха под стражей.", {"arrested": 1}),
        ("ru", "Спасено 15 человек, двое погибли.", {"rescued": 15, "killed": 2}),
        ("ru", "Дизентерией болеют 26 детей.", {"ill": 26}),
        ("ru", "В акции приняли участие 500 человек.", {}),
        ("ru", "Банда взяла в заложники троих туристов.", {}),
        ("ru", "Двоих сняли с рейса.", {"arrested": 2}),
        ("ru", "Толпа забила насмерть активиста.", {"killed": 1}),
        ("ru", "Погибли двое, ещё трое получили травмы.", {"killed": 2, "injured": 3}),
        ("ru", "Взят под стражу глава района.", {"arrested": 1}),
        ("ru", "При давке на похоронах генерала погибли 56 человек.", {"killed": 56}),
        ("es", "Desde el martes han sido asesinadas 33 personas.", {"killed": 33}),
        ("es", "Fueron detenidos dos hombres.", {"arrested": 2}),
        ("es", "Resultaron heridas 12 personas.", {"injured": 12}),
        ("es", "Una mina mató el miércoles a dos militares.", {"killed": 2}),
        ("es", "Fueron rescatadas siete personas y 16 continúan desaparecidas.", {"rescued": 7, "missing": 16}),
        ("es", "Se evacuaba a cinco mil vecinos.", {"displaced": 5000}),
        ("es", "Fueron evacuadas 900 personas del barrio.", {"displaced": 900}),
        ("es", "La policía detuvo a tres sospechosos.", {"arrested": 3}),
        ("es", "Dejó 58 muertos y más de 150 heridos.", {"killed": 58, "injured": 150}),
        ("es", "Cuarenta personas se intoxicaron; dos murieron.", {"killed": 2}),
        ("fr", "Des villageois ont lynché samedi cinq voleurs présumés.", {"killed": 5}),
        ("fr", "Quatre personnes ont été interpellées.", {"arrested": 4}),
        ("fr", "Environ 5 000 personnes ont dû quitter leur maison.", {"displaced": 5000}),
        ("fr", "Un homme a été blessé à l'arme blanche.", {"injured": 1}),
        ("fr", "La police a arrêté trois hommes.", {"arrested": 3}),
        ("fr", "Deux hommes ont été arrêtés.", {"arrested": 2}),
        ("fr", "Les pompiers ont secouru douze personnes.", {"rescued": 12}),
    ],
)
def test_other_languages(language: str, sentence: str, counts: dict[str, int]) -> None:
    assert told(sentence, language) == counts


@settings(deadline=None)
@given(killed=st.integers(1, 999), injured=st.integers(1, 999))
def test_each_harm_gets_its_own_number(killed: int, injured: int) -> None:
    expected = {"killed": killed, "injured": injured}
    assert told(f"{killed} people were killed and {injured} wounded.") == expected
    assert told(f"Погибли {killed} человек, ранены {injured}.", "ru") == expected


def test_a_count_over_months_is_marked() -> None:
    text = "More than 300 people have been killed so far this year."
    read = read_sentence(text, SentenceSpan(0, len(text), PartKind.PARAGRAPH, 0), (), lexicon("en"))
    assert [count.cumulative for count in casualties(read)] == [True]


@pytest.mark.parametrize("language", ["en", "uk", "ru"])
def test_every_harm_has_words(language: str) -> None:
    table = lexicon(language).language.table("counts")
    assert {harm.value for harm in Harm if table.get(harm.value)} == {harm.value for harm in Harm}


def test_a_class_that_no_language_has_is_an_error() -> None:
    with pytest.raises(KeyError, match="no language has a class of words for counts called 'nobodies'"):
        count_words("en")["nobodies"]
