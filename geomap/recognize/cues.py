"""Words that tell what the name beside them is: hand-made classes from general knowledge, in English.

The model learns what each class means for a name; no word has a weight of its own through this table.
"""

from __future__ import annotations

CLASSES: dict[str, str] = {
    "title": """mr mr. mrs mrs. ms ms. miss dr dr. president minister chancellor premier governor gov gov. senator sen sen. rep rep. congressman
        congresswoman councilman councilwoman councillor mayor king queen prince princess pope bishop archbishop rabbi imam rev rev. reverend father sister
        brother general gen gen. lieutenant lt lt. colonel col col. major maj maj. captain capt capt. sergeant sgt sgt. corporal private officer detective
        det chief sheriff deputy judge justice attorney lawyer professor prof prof. coach manager director chairman chairwoman chair secretary ambassador
        commander admiral lord lady sir dame trooper constable inspector superintendent commissioner marshal ayatollah sheikh emir sultan tsar emperor
        treasurer clerk coroner prosecutor actor actress singer author writer director striker goalkeeper quarterback pitcher midfielder analyst""",
    "spokes": "spokesman spokeswoman spokesperson spokespeople owner resident residents student students wife husband son daughter mother parents widow suspect victim",
    "org": """university college school academy institute hospital clinic church police department dept ministry agency bureau office council commission committee
        board court party union association society foundation company corp corporation inc ltd llc plc group holdings bank airlines airways news times post
        herald tribune journal gazette daily press radio tv television magazine club fc united league cup championship championships conference army navy force
        forces guard corps regiment brigade battalion division legion squadron authority service services administration organization organisation federation
        congress senate parliament assembly trust fund museum library team network systems industries partners institution project program programme
        alliance coalition summit agreement treaty accord act bill initiative festival awards open masters games olympics cooperative cartel militia""",
    "ball": """tigers lions bears eagles bulldogs panthers wildcats hawks rams cougars cardinals giants jets dolphins yankees sox cubs braves reds pirates
        knights warriors raiders vikings devils indians broncos falcons rovers city wanderers athletic hotspur celtics lakers bulls heat spurs""",
    "facility": """airport airfield base stadium arena bridge station plant dam port harbor harbour park square tower hall palace castle cathedral abbey monastery
        mosque temple shrine synagogue prison jail cemetery mall market center centre hotel theater theatre zoo courthouse mill mine refinery terminal
        checkpoint crossing barracks camp embassy pier marina lighthouse monument memorial speedway racecourse golf resort ranch farm depot house""",
    "road": "street st. road rd rd. avenue ave ave. lane drive boulevard blvd blvd. highway freeway motorway interstate route turnpike parkway way court circle pike trail terrace",
    "water": "river lake sea ocean bay gulf strait straits creek canal reservoir falls channel sound lagoon brook delta estuary pond basin",
    "terrain": """mount mt mt. mountain mountains hill hills valley desert island islands peninsula cape canyon forest woods ridge plateau plain plains coast beach
        glacier volcano steppe range isle isles archipelago heights""",
    "unit": """county counties province provinces state states region regions district districts oblast oblasts raion raions republic territory borough parish
        township twp twp. municipality prefecture governorate emirate shire canton department voivodeship commune hromada krai okrug enclave reserve""",
    "town": "city cities town towns village villages hamlet suburb suburbs neighborhood neighbourhood settlement settlements community capital metropolis outskirts downtown",
    "direction": """north south east west northern southern eastern western central upper lower northeast northwest southeast southwest northeastern northwestern
        southeastern southwestern mid inner outer greater midwestern""",
    "age": "new old great little big saint st st. san santa los las el la le fort ft ft. port point pt pt. mount glen",
    "at": "in near at outside inside around across throughout toward towards through between off beyond within above",
    "from": "from to into onto reach reached leave left leaving entered visit visited visiting bound toward via",
    "day": "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight",
    "month": "january february march april may june july august september october november december jan feb mar apr jun jul aug sept sep oct nov dec easter christmas",
    "said": "said says told tells added adds announced asked wrote tweeted stated noted explained argued replied recalled insisted claimed warned declined",
    "people": "troops soldiers forces officials authorities citizens nationals people population refugees migrants workers leaders diplomats rebels separatists fighters militants voters lawmakers",
    "seat": "government army military parliament embassy economy leadership regime president police navy foreign defense defence prime administration border invasion war",
    "weapon": "tank tanks missile missiles rocket rockets drone drones rifle rifles howitzer howitzers jet jets aircraft helicopter helicopters battery system systems launcher launchers plane",
    "ship": "uss hms ins ship ships vessel frigate cruiser destroyer submarine boat yacht tanker ferry carrier warship corvette",
    "work": "film movie book novel album song show series musical play opera band magazine newspaper game statue painting",
    "based": "based born native backed led controlled occupied held area wide bound style made owned",
    "newsroom": "ap afp reuters cnn bbc upi xinhua interfax tass getty images photo credit via associated",
    "the": "the this that",
    "a": "a an",
    "of": "of",
    "and": "and or",
    "by": "by with for",
    "verb": "is was are were has had have will would could can may might must should did does",
}

GIVEN = frozenset(
    """aaron abdul abdullah abraham adam adrian ahmad ahmed aidan alan albert alex alexander alexandra alexei alexis alfred ali alice alicia allan allen allison
    alyssa amanda amber amir amy ana anastasia anatoly andrea andreas andrei andrew andrey andrii andriy andy angela angelina anita ann anna anne anthony antonio
    ariel arnold arthur ashley aslan audrey austin barack barbara barry beatrice ben benjamin bernard bernie beth betty beverly bill billy blake bob bobby bohdan
    boris brad bradley brandon brenda brent brett brian bridget brittany brooke bruce bryan caitlin caleb calvin cameron carl carla carlos carmen carol caroline
    carolyn catherine cathy cecilia chad charles charlie charlotte chelsea cheryl chloe chris christian christina christine christopher cindy claire clara clarence
    claude clayton clifford clint cody colin connie connor corey courtney craig crystal curtis cynthia dale damian dan dana daniel danielle danny darren daryl dave
    david dawn dean deborah debra denise dennis derek desmond diana diane diego dmitri dmitriy dmitry dmytro dominic don donald donna doris dorothy doug douglas
    duane dustin dwayne dylan earl ed eddie edgar edith edmund eduardo edward edwin eileen elaine eleanor elena eli elijah elizabeth ella ellen elon emily emma
    emmanuel eric erik erin ernest esther ethan eugene eva evan evelyn faith fatima felix fernando fiona florence frances francis francisco frank franklin fred
    frederick gabriel gail gareth garry gary gavin gene geoffrey george gerald gerard gina giorgi giovanni glenn gloria gordon grace graham greg gregory guy hannah
    hans harold harriet harry harvey hassan heather hector heidi helen helena henry herbert hillary holly howard hugh hugo hussein ian ibrahim igor ihor ilya
    imran ingrid irene irina iris iryna isaac isabel isabella ivan ivanka jack jackie jackson jacob jacqueline jake james jamie jan jane janet janice jared jason
    javier jay jean jeff jeffrey jennifer jenny jeremy jerome jerry jesse jessica jill jim jimmy joan joanna joanne joe joel john johnny jon jonathan jordan jorge
    jose joseph josh joshua joyce juan juanita judith judy julia julian julie june justin kamala karen karim karl kate katherine kathleen kathryn kathy katie
    kayla keith kelly ken kendra kenneth kenny kevin khalid kim kimberly kirk kristen kristin kurt kyle kyrylo larry laura lauren laurence lawrence leah lee
    leo leon leonard leroy leslie lewis liam liliana linda lindsay lindsey lisa lloyd logan lois lorraine louis louise lucas lucy luis luke lydia lynn madison
    mahmoud maksym malcolm manuel marc marcus margaret maria marian marie marilyn mario marion marjorie mark marlene marsha martha martin marvin mary matt matthew
    maureen maurice max maxim maxine megan melanie melissa michael michele michelle miguel mikhail mike mildred milton miranda mohamed mohammad mohammed molly monica
    morgan muhammad mustafa mykhailo mykola nancy naomi natalia natalie natasha nathan nathaniel neil nelson nicholas nick nicola nicolas nicole nigel nikita
    nikki nikolai nina noah noel nora norma norman oksana oleg oleh oleksandr oleksii oleksiy olena olga olivia omar oscar osama owen pamela patricia patrick paul
    paula pauline pavel pavlo pedro peggy penny perry pete peter petro philip phillip phyllis pierre polly rachel rafael ralph ramon ramzan randall randy raul ray
    raymond rebecca regina rhonda ricardo richard rick ricky rita rob robert roberta roberto robin rodney roger roland roman ron ronald rosa rose rosemary ross
    roy ruben ruby rudolph rudy russell ruslan ruth ryan sabrina sally sam samantha samuel sandra sara sarah saul scott sean sebastian sergei sergey sergio serhii
    serhiy seth shane shannon sharon shaun shawn sheila shelby sherry shirley sidney simon sophia sophie spencer stacey stacy stanley stella stephanie stephen
    steve steven stewart stuart sue susan suzanne svetlana svitlana sydney sylvia tamara tammy tanya tara taras tatiana taylor ted teresa terrence terri terry
    tetiana theodore theresa thomas tiffany tim timothy tina todd tom tommy tony tracey tracy travis trevor tyler ursula vadim valentyna valeria valerie valery
    vanessa vasyl vera vernon veronica victor victoria viktor viktoria vincent violet virginia vitali vitaly vladimir volodymyr vyacheslav wade walter wanda
    warren wayne wendy wesley whitney wilbur will willard william willie xavier yevgeny yevhen yolanda yuri yuriy yusuf yvonne zachary zoe""".split()
)

NAME_ENDINGS = (
    "ville burg burgh bury ton town field ford port land lands wood brook dale mouth ham shire stan grad gorod hrad sk ske skyi ske tsk "
    "ivka ovka yne ino ovo evo ove eve iv pol pil ia istan abad pur nagar ganj heim dorf stadt berg bach hausen ao polis"
).split()


def _by_word() -> dict[str, str]:
    table: dict[str, str] = {}
    for name, words in CLASSES.items():
        for word in words.split():
            table[word] = f"{table[word]}+{name}" if word in table else name
    return table


CLASS_OF = _by_word()
