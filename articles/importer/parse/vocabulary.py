"""The words by which press texts name offices, bodies, acts of speech and events, in folded form."""

from __future__ import annotations

from people.names import fold


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# -- offices ---------------------------------------------------------------------------------------------------------
# Nouns that by themselves make an office. Plural forms stand for lists ("Presidents A of X and B of Y").
ROLE_NOUNS = _words("""
    minister ministers president presidents chairman chairwoman chairperson chair chairs chairmen secretary
    secretaries director directors ambassador ambassadors chief head heads spokesperson spokesman spokeswoman
    spokespeople envoy commissioner commissioners governor governors mayor mayors premier chancellor king queen
    prince princess emir sultan pope speaker senator senators representative representatives congressman
    congresswoman congressmen deputy mp mps mep meps lawmaker lawmakers rapporteur coordinator administrator
    counselor counsellor adviser advisor advisers advisors advisor-general ceo cfo cto coo founder co-founder
    cofounder owner manager managers boss leader leaders delegate commander general-secretary secretary-general
    under-secretary undersecretary under-secretary-general pm rector dean professor provost principal chargé charge
    attaché attache consul consul-general ombudsman ombudswoman prosecutor judge justice attorney inspector
    superintendent captain editor editor-in-chief publisher author analyst economist expert researcher scientist
    engineer architect trustee treasurer chairmanship-in-office member members vice-president vice-chairman
    vice-chair vice-chairwoman co-chair co-chairs cochair coach curator official officer counterpart counterparts
    negotiator mediator assistant aide designate nominee candidate plenipotentiary gentleman lady sheriff constable
    lieutenant-governor technologist partner co-author vice-premier vice-chancellor vice-minister registrar
    commandant chaplain bishop archbishop patriarch imam mufti rabbi cardinal liaison prime-minister reporter
    correspondent journalist activist lawyer physician doctor nurse teacher student
    """)

# Nouns too common to make a person of whatever stands next to them without a capital or an "of" behind.
WEAK_ROLE_NOUNS = _words("""
    member members official officer expert researcher scientist engineer assistant candidate partner professor author
    deputy representative representatives general justice lady charge chair speaker leader leaders student teacher
    judge captain principal manager managers editor coach doctor nurse liaison analyst lawyer reporter journalist
    """)

# Words that stand before the noun of an office and belong to it.
ROLE_MODIFIERS = _words("""
    prime foreign deputy vice first second third assistant associate acting interim former ex-prime ex- chief
    executive managing general senior principal special permanent high defense defence interior finance economy
    economic energy health education culture justice environment agriculture trade transport infrastructure tourism
    labor labour science technology digital industry sports youth information communications security national
    presidential state regional parliamentary press political military diplomatic honorary joint supreme federal
    attorney lieutenant major customs sanctions human rights climate policy migration police army navy air force
    operations technical technology marketing sales communications commercial financial legal research program
    programme project product medical scientific artistic sports technology development investment innovation group
    country area global ad office lead development international public internal external home social family women's
    employment water central bank counter-terrorism counterterrorism cyber cybersecurity nuclear anti-corruption
    cabinet government board committee council party opposition house senate congressional minority majority
    emeritus resident night day lord privy under union commerce planning emergency situations investments
    communities equality affairs relations strategy strategic naval flight railway railways aviation maritime space
    chairing outgoing incoming newly-elected designate plenipotentiary visiting counselor co- crown field rear staff
    corporate hr it media product peace disarmament
    """)

# Modifiers that say something about the tenure and are no part of the title.
TENURE = _words(
    "former acting ex interim outgoing incoming current then visiting newly-appointed newly-elected late then-"
)

# Lower-case words that may stand between a role noun and the rest of its title.
ROLE_LINKS = _words("of for to on at in and the with &")

# After these nouns "of X" names the portfolio rather than the body, unless X is a country or a body.
PORTFOLIO_NOUNS = _words("""
    minister ministers secretary secretaries commissioner commissioners under-secretary undersecretary
    under-secretary-general counselor counsellor general attorney vice-minister
    """)

PORTFOLIOS = _words("""
    sustainable territorial administration growth wellbeing mobility forestry fisheries mining construction housing
    urban
    economy foreign affairs finance defense defence interior justice health education culture energy state labor
    labour agriculture trade transport transportation tourism environment ecology security communications technology
    technologies innovation development industry commerce treasury homeland veterans sport sports youth science
    research planning migration digital natural resources emergency situations internal external social protection
    population human rights regional policy investment investments infrastructure water family women religion
    equality pacific asian european eastern eurasian african western hemisphere global operations government public
    relations strategy board staff mission delegation party cabinet house senate information marketing sales state
    region delivery growth
    """)

TITLES = _words("""
    mr mr. mrs mrs. ms ms. miss dr dr. prof prof. professor sir dame h.e. he. hon hon. honorable honourable excellency
    lord lady sen. rep. gov. gen. lt. col. maj. capt. adm. sgt. cmdr. brig. cpl. rev. reverend fr. amb. shri smt. haji
    admiral colonel major brigadier lieutenant captain sergeant general marshal commodore cdr. maj.-gen. sheikh sheikha
    academician ing. eng. mag. majesty highness royal his her messrs. mme mme. m.
    """)
MILITARY = _words("""
    admiral colonel major brigadier lieutenant captain sergeant general marshal commodore gen. lt. col. maj. capt. adm.
    vice rear field
    """)
SUFFIXES = _words("jr jr. sr sr. ii iii iv phd ph.d. m.d. md mbe obe cbe qc kc mp mep")
PARTICLES = _words("""
    de da do dos das del della di du der den van von zu ter ten la le el al bin ibn bint ben abu ul ur oglu oglou ogly
    qizi kyzy ogli y e af av zum zur bar st. dela
    """)

# -- bodies ----------------------------------------------------------------------------------------------------------
# Head nouns that close a body's name ("State Customs Committee") or open it ("Committee on Education").
BODY_NOUNS = _words("""
    ministry agency council committee commission department administration bank university institute organization
    organisation association federation foundation fund partnership union parliament assembly board bureau court
    authority corporation company group holding holdings center centre academy society alliance league chamber
    directorate secretariat office service services police party congress senate cabinet government embassy consulate
    mission college school hospital museum library theatre theater army forces command division inc inc. ltd ltd.
    llc plc gmbh airlines airways network trust consortium cooperative confederation conference-office tribunal
    laboratory observatory exchange forum-secretariat press-service club syndicate
    institution inspectorate taskforce registry treasury corps chambers representation ombudsman milli majlis duma
    verkhovna rada bundestag knesset majilis sejm riksdag storting
    """)
# Opening a body's name these take "of/for/on X" along.
OPENING_BODY_NOUNS = _words("""
    ministry department committee commission council office bank university institute organization organisation
    association federation foundation fund union parliament assembly board bureau court authority center centre academy
    society chamber directorate secretariat service embassy consulate mission cabinet government house college school
    museum agency delegation administration league alliance congress division group tribunal chambers faculty joint
    """)
# Bodies that are too vague to list when nothing but an article stands with them.
GENERIC_BODIES = _words("""
    government parliament police party army congress senate cabinet administration mission delegation group union board
    organization organisation association foundation institute authority federation alliance bureau academy school
    society corporation directorate division center centre embassy college hospital museum trust network forces
    company court office service council committee commission ministry agency department bank fund university center
    """)
VENUE_NOUNS = _words("""
    airport hall arena stadium palace hotel park square theatre theater house rooms tower bridge port station museum
    complex residence castle cathedral church mosque memorial cemetery avenue street boulevard harbor harbour base
    """)
# Compound venues: "Convention Center" is a place although "Center" closes many bodies' names.
VENUE_MODIFIERS = _words("convention congress exhibition conference expo cultural sports shopping press visitor")

# International and well-known public bodies: acronym and full name are general knowledge, linked only where both are
# printed. Names whose shape does not show that they are bodies.
KNOWN_BODIES = (
    "European Union", "EU", "NATO", "North Atlantic Treaty Organization", "United Nations", "UN", "U.N.", "OSCE",
    "OSCE Minsk Group", "Minsk Group", "Council of Europe", "CoE", "European Parliament", "European Commission",
    "European Council", "Council of the European Union", "Council of the EU", "World Bank",
    "International Monetary Fund",
    "IMF", "WTO", "World Trade Organization", "WHO", "World Health Organization", "UNESCO", "UNICEF", "UNHCR", "UNDP",
    "UNEP", "FAO", "ILO", "IAEA", "IOM", "ICRC", "OECD", "OPEC", "OPEC+", "ASEAN", "G7", "G20", "BRICS", "CIS",
    "Commonwealth of Independent States", "African Union", "AU", "Arab League", "ECOWAS", "SADC", "GUAM", "SCO", "CSTO",
    "Shanghai Cooperation Organization", "Organization of Turkic States", "OTS", "TURKSOY", "EBRD", "EIB", "ADB",
    "AIIB",
    "WCO", "ICAO", "IMO", "ITU", "WIPO", "UNFPA", "WFP", "UN Women", "UN General Assembly", "UN Security Council",
    "UN Human Rights Council", "General Assembly", "Security Council", "UN Tourism", "UN-Habitat", "White House",
    "Pentagon", "State Department", "Congress", "U.S. Congress", "Senate", "U.S. Senate", "House of Representatives",
    "House of Commons", "House of Lords", "Bundestag", "State Duma", "Milli Majlis", "Kremlin", "FIFA", "UEFA",
    "Interpol", "Europol", "Eurojust", "Frontex", "International Criminal Court", "ICC",
    "International Court of Justice",
    "Red Cross", "Red Crescent", "Amnesty International", "Human Rights Watch", "NASA", "ESA", "CERN", "FBI", "CIA",
    "Organization for Security and Cooperation in Europe", "Organization of Islamic Cooperation", "OIC",
    "Non-Aligned Movement", "Gulf Cooperation Council", "GCC", "Organization of American States", "OAS", "USAID",
    "Joint Chiefs of Staff", "World Food Programme", "UN Development Programme", "National Security Council", "NSC",
    "PACE", "Venice Commission", "Foreign Affairs Council",
    "European Central Bank", "ECB", "European Investment Bank", "Visegrad Group", "Nordic Council",
    "Eurasian Economic Union",
    "EAEU", "COP29", "COP28", "UNFCCC", "IRENA", "EUMA", "European Court of Human Rights", "Taliban", "Hamas",
    "Hezbollah",
    "Houthis", "Quad", "MERCOSUR", "CARICOM", "Holy See Press Office", "Human Rights Council", "Peace Corps",
    "Coast Guard",
)  # fmt: skip

# -- speech ----------------------------------------------------------------------------------------------------------
# Finite forms (past and present, third person) of verbs that attribute words to somebody.
SPEECH_VERBS = _words("""
    said says told noted notes emphasized emphasised emphasizes emphasises stressed stresses underlined underlines
    underscored underscores highlighted highlights stated states added adds announced announces declared declares
    praised praises thanked thanks urged urges reaffirmed reaffirms expressed expresses hailed hails welcomed welcomes
    commended commends condemned condemns reiterated reiterates affirmed affirms confirmed confirms pointed recalled
    recalls explained explains described describes conveyed conveys congratulated congratulates called calls informed
    briefed wrote writes voiced claimed claims argued argues warned warns insisted insists admitted acknowledged
    acknowledges recognized applauded applauds apologised apologized denied denies promised pledged vowed
    suggested proposed remarked observed commented replied answered responded asserted maintained assured disclosed
    revealed appealed criticized criticised denounced lauded extolled regretted rejected accused cautioned
    concluded continued echoed demanded requested offered invited advised recommended touched drew outlined
    appreciated wished mentioned clarified quipped tweeted posted testified complained lamented predicted encouraged
    encourages quoted reminded spoke spoken stressing deplored saluted honored honoured extended opined
    """)
# Speech only in the company of the right words: verb -> words one of which must follow within a few tokens.
SPEECH_COMPANY: dict[str, frozenset[str]] = {
    "pointed": _words("out to"),
    "called": _words("for on upon it the him her them that this a an"),
    "calls": _words("for on upon"),
    "drew": _words("attention"),
    "extended": _words("condolences congratulations greetings thanks gratitude wishes appreciation sympathies"),
    "touched": _words("on upon"),
    "offered": _words("condolences congratulations thanks apologies"),
    "invited": _words("to him her the his"),
    "brought": _words("attention"),
    "spoke": _words("about of out"),
    "shared": _words("views insights opinion thoughts information"),
    "gave": _words("assurances information thanks"),
    "continued": frozenset(),
    "posted": _words("message that on tweet statement announcing"),
    "wished": _words("success him her them the every speedy"),
    "honored": _words("memory the"),
    "honoured": _words("memory the"),
    "paid": _words("tribute"),
    "responded": _words("that saying by"),
    "observed": _words("that"),
    "maintained": _words("that"),
    "proposed": _words("that to an a the"),
    "claimed": _words("that the to he she it they"),
    "claims": _words("that the to"),
    "extolled": _words("the"),
    "concluded": _words("that by"),
    "accused": _words("of"),
    "states": _words("that"),
    "notes": _words("that the"),
    "quoted": _words("as"),
    "requested": _words("that the"),
    "revealed": _words("that"),
    "admitted": _words("that to"),
    "spoken": frozenset(),
    "stressing": frozenset(),
    "recognized": _words("the that"),
    "confirmed": _words("that the our his her their he she it receipt to in"),
    "declared": _words("that his her their the a"),
    "expressed": _words("""his her its their confidence hope gratitude support interest concern condolences appreciation
        deep regret readiness belief satisfaction thanks the our sincere full great that admiration solidarity optimism
        commitment strong concerns sympathy willingness desire"""),
}
# With nobody named as speaker these make an unstated statement: "it was emphasized that".
PASSIVE_SPEECH = _words("""
    emphasized emphasised stressed underlined underscored highlighted stated announced noted said informed reaffirmed
    reiterated pointed recalled told expressed added mentioned conveyed briefed welcomed hailed confirmed praised
    """)
# Nouns of sides the text does not name.
SIDES = _words("""
    parties sides ministers diplomats leaders officials delegations interlocutors participants presidents
    representatives negotiators speakers attendees ambassadors delegates experts counterparts principals meeting
    forum session talks conference summit event allies partners members heads two
    """)
# Words for a body that may speak: "the agency said".
BODY_ANAPHORS = _words(
    "agency ministry organization organisation company committee bank department council government "
    "commission fund institute university service association statement institution union embassy bloc"
)

# -- events ----------------------------------------------------------------------------------------------------------
EVENT_NOUNS: dict[str, str] = {
    "meeting": "meeting", "talks": "meeting", "meetings": "meeting", "consultations": "meeting",
    "negotiations": "meeting",
    "reception": "meeting", "audience": "meeting", "roundtable": "conference", "round-table": "conference",
    "visit": "visit", "trip": "visit", "travel": "visit", "tour": "visit",
    "call": "call", "conversation": "call", "phone": "call", "videoconference": "call",
    "signing": "signing", "summit": "summit",
    "conference": "conference", "forum": "conference", "congress": "conference", "seminar": "conference",
    "symposium": "conference", "workshop": "conference", "webinar": "conference", "briefing": "conference",
    "exhibition": "conference", "festival": "other", "session": "meeting",
    "inauguration": "ceremony", "ceremony": "ceremony", "opening": "ceremony", "commemoration": "ceremony",
    "funeral": "ceremony", "event": "conference", "anniversary": "ceremony", "appointment": "appointment",
    "nomination": "appointment",
    "designation": "appointment", "swearing-in": "ceremony", "statement": "statement", "remarks": "statement",
}  # fmt: skip
EVENT_VERBS: dict[str, str] = {
    "met": "meeting", "meet": "meeting", "meets": "meeting", "hosted": "meeting", "received": "meeting",
    "spoke": "call", "called": "call", "visited": "visit", "arrived": "visit", "travels": "visit", "toured": "visit",
    "signed": "signing", "sign": "signing", "signs": "signing", "inked": "signing",
    "appointed": "appointment", "appoints": "appointment", "named": "appointment", "nominated": "appointment",
    "designated": "appointment", "elected": "appointment", "sworn": "ceremony", "inaugurated": "ceremony",
    "unveiled": "ceremony", "awarded": "ceremony", "travel": "visit", "visits": "visit",
}  # fmt: skip

# -- plain words -----------------------------------------------------------------------------------------------------
# Words that are capitalised only because a sentence or a headline starts with them, and never begin a name.
STOP = _words("""
    the a an this that these those it its he she they we i you his her their our your in on at by of for to from
    with as and or but nor so yet if when while where who whom whose which what why how after before during since
    until although though because despite following under over between among within without through about against
    according also another all any both each either every few many more most much neither no none not one only other
    same several some such then there thus too very once here today yesterday tomorrow now meanwhile however
    moreover furthermore additionally speaking referring asked addressing noting regarding commenting earlier later
    currently recently previously finally organized organised held join joint sponsored including members
    participants attendees opportunities head is was are were be been being has have had do does did will would
    shall should may might must can could new first second third last next early late based given please contact
    note view see read more press release dear congratulations happy seven two three four five six eight nine ten
    hundreds thousands dozens leaders let us together just even still perhaps unfortunately last as well instead
    like unlike throughout across therefore hence whether whereas up down out off into upon per via further beyond
    below above along around behind
    """)
MONTHS = {
    fold(name): number
    for number, names in enumerate(
        (
            "january jan jan. января январь yanvar ocak", "february feb feb. февраля fevral subat",
            "march mar mar. марта mart", "april apr apr. апреля aprel nisan", "may мая мај mayis",
            "june jun jun. июня iyun haziran", "july jul jul. июля iyul temmuz",
            "august aug aug. августа avqust agustos", "september sep sept sep. sept. сентября sentyabr eylul",
            "october oct oct. октября oktyabr ekim", "november nov nov. ноября noyabr kasim",
            "december dec dec. декабря dekabr aralik",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {
    name: number for number, name in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())
}
