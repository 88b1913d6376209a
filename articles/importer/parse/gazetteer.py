"""Countries, capitals, well-known cities and regions, with the adjectives made from country names.

General geography only; a place that is not here is found by its setting in the sentence (see ``places``).
"""

from __future__ import annotations

from functools import cache, lru_cache

from people.names import fold

# country | capital | adjectives | other names
_COUNTRIES = """
Afghanistan|Kabul|Afghan|
Albania|Tirana|Albanian|
Algeria|Algiers|Algerian|
Andorra|Andorra la Vella|Andorran|
Angola|Luanda|Angolan|
Antigua and Barbuda|||
Argentina|Buenos Aires|Argentine,Argentinian|
Armenia|Yerevan|Armenian|
Australia|Canberra|Australian|
Austria|Vienna|Austrian|
Azerbaijan|Baku|Azerbaijani,Azeri|
Bahamas|Nassau|Bahamian|
Bahrain|Manama|Bahraini|
Bangladesh|Dhaka|Bangladeshi|
Barbados|Bridgetown|Barbadian|
Belarus|Minsk|Belarusian,Belarusan|
Belgium|Brussels|Belgian|
Belize|Belmopan|Belizean|
Benin|Porto-Novo|Beninese|
Bhutan|Thimphu|Bhutanese|
Bolivia|La Paz|Bolivian|
Bosnia and Herzegovina|Sarajevo|Bosnian|Bosnia
Botswana|Gaborone|Botswanan|
Brazil|Brasília|Brazilian|
Brunei|Bandar Seri Begawan|Bruneian|
Bulgaria|Sofia|Bulgarian|
Burkina Faso|Ouagadougou|Burkinabe|
Burundi|Bujumbura|Burundian|
Cambodia|Phnom Penh|Cambodian|
Cameroon|Yaoundé|Cameroonian|
Canada|Ottawa|Canadian|
Cabo Verde|Praia|Cabo Verdean|Cape Verde
Central African Republic|Bangui||
Chile|Santiago|Chilean|
China|Beijing|Chinese|People's Republic of China,PRC
Colombia|Bogotá|Colombian|
Comoros|Moroni|Comorian|
Costa Rica|San José|Costa Rican|
Croatia|Zagreb|Croatian,Croat|
Cuba|Havana|Cuban|
Cyprus|Nicosia|Cypriot|
Czech Republic|Prague|Czech|Czechia
Democratic Republic of the Congo|Kinshasa|Congolese|DRC
Republic of the Congo|Brazzaville||Congo
Denmark|Copenhagen|Danish|
Djibouti||Djiboutian|
Dominican Republic|Santo Domingo||
Ecuador|Quito|Ecuadorian|
Egypt|Cairo|Egyptian|
El Salvador|San Salvador|Salvadoran|
Equatorial Guinea|Malabo||
Eritrea|Asmara|Eritrean|
Estonia|Tallinn|Estonian|
Eswatini|Mbabane||
Ethiopia|Addis Ababa|Ethiopian|
Fiji|Suva|Fijian|
Finland|Helsinki|Finnish|
France|Paris|French|
Gabon|Libreville|Gabonese|
Gambia|Banjul|Gambian|
Georgia|Tbilisi|Georgian|
Germany|Berlin|German|
Ghana|Accra|Ghanaian|
Greece|Athens|Greek,Hellenic|
Grenada||Grenadian|
Guatemala|Guatemala City|Guatemalan|
Guinea|Conakry|Guinean|
Guinea-Bissau|Bissau||
Guyana|Georgetown|Guyanese|
Haiti|Port-au-Prince|Haitian|
Honduras|Tegucigalpa|Honduran|
Hungary|Budapest|Hungarian|
Iceland|Reykjavík|Icelandic|
India|New Delhi|Indian|
Indonesia|Jakarta|Indonesian|
Iran|Tehran|Iranian|
Iraq|Baghdad|Iraqi|
Ireland|Dublin|Irish|
Israel|Jerusalem|Israeli|
Italy|Rome|Italian|
Ivory Coast|Yamoussoukro|Ivorian|Côte d'Ivoire
Jamaica|Kingston|Jamaican|
Japan|Tokyo|Japanese|
Jordan|Amman|Jordanian|
Kazakhstan|Astana|Kazakhstani,Kazakh|
Kenya|Nairobi|Kenyan|
Kiribati|||
Kosovo|Pristina|Kosovar|
Kuwait|Kuwait City|Kuwaiti|
Kyrgyzstan|Bishkek|Kyrgyz,Kyrgyzstani|Kyrgyz Republic
Laos|Vientiane|Lao,Laotian|
Latvia|Riga|Latvian|
Lebanon|Beirut|Lebanese|
Lesotho|Maseru||
Liberia|Monrovia|Liberian|
Libya|Tripoli|Libyan|
Liechtenstein|Vaduz||
Lithuania|Vilnius|Lithuanian|
Luxembourg||Luxembourgish|
Madagascar|Antananarivo|Malagasy|
Malawi|Lilongwe|Malawian|
Malaysia|Kuala Lumpur|Malaysian|
Maldives||Maldivian|
Mali|Bamako|Malian|
Malta|Valletta|Maltese|
Marshall Islands|Majuro|Marshallese|
Mauritania|Nouakchott|Mauritanian|
Mauritius|Port Louis|Mauritian|
Mexico|Mexico City|Mexican|
Micronesia|Palikir|Micronesian|
Moldova|Chisinau|Moldovan|
Monaco||Monegasque|
Mongolia|Ulaanbaatar|Mongolian|
Montenegro|Podgorica|Montenegrin|
Morocco|Rabat|Moroccan|
Mozambique|Maputo|Mozambican|
Myanmar|Naypyidaw|Burmese|Burma
Namibia|Windhoek|Namibian|
Nauru||Nauruan|
Nepal|Kathmandu|Nepali,Nepalese|
Netherlands|The Hague|Dutch|
New Zealand|Wellington|New Zealander|
Nicaragua|Managua|Nicaraguan|
Niger|Niamey|Nigerien|
Nigeria|Abuja|Nigerian|
North Korea|Pyongyang|North Korean|DPRK
North Macedonia|Skopje|North Macedonian,Macedonian|
Norway|Oslo|Norwegian|
Oman|Muscat|Omani|
Pakistan|Islamabad|Pakistani|
Palau||Palauan|
Palestine|Ramallah|Palestinian|
Panama|Panama City|Panamanian|
Papua New Guinea|Port Moresby||
Paraguay|Asunción|Paraguayan|
Peru|Lima|Peruvian|
Philippines|Manila|Philippine,Filipino|
Poland|Warsaw|Polish|
Portugal|Lisbon|Portuguese|
Qatar|Doha|Qatari|
Romania|Bucharest|Romanian|
Russia|Moscow|Russian|Russian Federation
Rwanda|Kigali|Rwandan|
Samoa|Apia|Samoan|
San Marino|||
Saudi Arabia|Riyadh|Saudi,Saudi Arabian|
Senegal|Dakar|Senegalese|
Serbia|Belgrade|Serbian,Serb|
Seychelles|||
Sierra Leone|Freetown||
Singapore||Singaporean|
Slovakia|Bratislava|Slovak|Slovak Republic
Slovenia|Ljubljana|Slovenian,Slovene|
Solomon Islands|Honiara||
Somalia|Mogadishu|Somali|
South Africa|Pretoria|South African|
South Korea|Seoul|South Korean,Korean|Republic of Korea
South Sudan|Juba|South Sudanese|
Soviet Union||Soviet|USSR
Spain|Madrid|Spanish|
Sri Lanka|Colombo|Sri Lankan|
Sudan|Khartoum|Sudanese|
Suriname|Paramaribo|Surinamese|
Sweden|Stockholm|Swedish|
Switzerland|Bern|Swiss|
Syria|Damascus|Syrian|
Taiwan|Taipei|Taiwanese|
Tajikistan|Dushanbe|Tajik,Tajikistani|
Tanzania|Dodoma|Tanzanian|
Thailand|Bangkok|Thai|
Timor-Leste|Dili|Timorese|East Timor
Togo|Lomé|Togolese|
Tonga||Tongan|
Trinidad and Tobago|Port of Spain|Trinidadian|
Tunisia|Tunis|Tunisian|
Türkiye|Ankara|Turkish|Turkey
Turkmenistan|Ashgabat|Turkmen|
Tuvalu|||
Uganda|Kampala|Ugandan|
Ukraine|Kyiv|Ukrainian|Kiev
United Arab Emirates|Abu Dhabi|Emirati|UAE,U.A.E.
United Kingdom|London|British|UK,U.K.,Great Britain,Britain
United States|Washington|American|U.S.,United States of America,USA,U.S.A.,US
Uruguay|Montevideo|Uruguayan|
Uzbekistan|Tashkent|Uzbek,Uzbekistani|
Vanuatu|Port Vila||
Vatican|||Holy See,Vatican City
Venezuela|Caracas|Venezuelan|
Vietnam|Hanoi|Vietnamese|Viet Nam
Yemen|Sanaa|Yemeni|
Zambia|Lusaka|Zambian|
Zimbabwe|Harare|Zimbabwean|
England||English|
Scotland|Edinburgh|Scottish|
Wales|Cardiff|Welsh|
Northern Ireland|Belfast||
Hong Kong|||
"""

_CITIES = """
Aarhus,Chișinău,Bakı,Abidjan,Aleppo,Alexandria,Almaty,Amsterdam,Antwerp,Ankara,Antalya,Atlanta,Auckland,Barcelona,
Basel,Basra,Batumi,
Bilbao,Bologna,Bonn,Boston,Bremen,Brooklyn,Bruges,Busan,Calgary,Cape Town,Casablanca,Chennai,Chicago,Cologne,Dallas,
Davos,Denver,Dresden,Dubai,Durban,Düsseldorf,Erbil,Florence,Frankfurt,Ganja,Gaziantep,Gdansk,Geneva,Genoa,Glasgow,
Gyumri,
Gothenburg,Hamburg,Ho Chi Minh City,Honolulu,Houston,Idlib,Innsbruck,Istanbul,Izmir,Jeddah,Johannesburg,Kandahar,
Karachi,Kazan,Kharkiv,Kherson,Kolkata,Krakow,Kutaisi,Lachin,Lagos,Lahore,Lausanne,Leipzig,Lille,Liverpool,Los Angeles,
Lviv,Lyon,Malmö,Manchester,Marrakech,Marseille,Mecca,Medina,Melbourne,Miami,Milan,Montreal,Mosul,Mumbai,Munich,
Naftalan,Nagasaki,Nakhchivan,Naples,New Orleans,New York,New York City,Nice,Odesa,Odessa,Osaka,Philadelphia,Phoenix,
Porto,
Quebec,Rio de Janeiro,Rotterdam,Salzburg,Samarkand,San Diego,San Francisco,Santa Fe,São Paulo,Sarajevo,Seattle,
Sevastopol,Shamakhi,Shanghai,Sharm El-Sheikh,Shenzhen,Shusha,St. Petersburg,Saint Petersburg,Stepanakert,Khankendi,
Strasbourg,Stuttgart,Sumgait,Sydney,Tartu,Tel Aviv,Thessaloniki,Toronto,Toulouse,Trieste,Turin,Turkistan,Valencia,
Vancouver,Venice,Vladivostok,Volgograd,Wuhan,Yokohama,Zaporizhzhia,Zurich,Mariupol,Bakhmut,Gaza,Gaza City,Sanaa,Aden,
Washington D.C.,Washington DC,Washington, D.C.,Washington, DC,Camp David,Sochi,Aktau,Atyrau,Bukhara,Khiva,Osh
"""

_REGIONS = """
Africa,Antarctica,Asia,Europe,North America,South America,Latin America,Central America,Central Asia,South Asia,
East Asia,
Southeast Asia,Middle East,North Africa,West Africa,East Africa,Southern Africa,Sahel,Horn of Africa,Caucasus,
South Caucasus,North Caucasus,Balkans,Western Balkans,Baltics,Scandinavia,Caribbean,Pacific Islands,Indo-Pacific,
Oceania,Eurasia,Gulf,Persian Gulf,Black Sea,Caspian Sea,Baltic Sea,Mediterranean,Red Sea,South China Sea,Crimea,
Donbas,Karabakh,Nagorno-Karabakh,Zangezur,Tigray,Kurdistan,Xinjiang,Tibet,Kashmir,Gaza Strip,West Bank,
Golan Heights,Sinai,Darfur,Siberia,Chechnya,Dagestan,Abkhazia,South Ossetia,Transnistria,Gagauzia,Adjara,Bavaria,
Catalonia,Flanders,Wallonia,Central Europe,Eastern Europe,Western Europe,Guam,Puerto Rico,Western Hemisphere,Greenland
"""

_STATES = """
Alabama,Alaska,Arizona,Arkansas,California,Colorado,Connecticut,Delaware,Florida,Hawaii,Idaho,Illinois,Indiana,Iowa,
Kansas,Kentucky,Louisiana,Maine,Maryland,Massachusetts,Michigan,Minnesota,Mississippi,Missouri,Montana,Nebraska,Nevada,
New Hampshire,New Jersey,New Mexico,North Carolina,North Dakota,Ohio,Oklahoma,Oregon,Pennsylvania,Rhode Island,
South Carolina,South Dakota,Tennessee,Texas,Utah,Vermont,Virginia,West Virginia,Wisconsin,Wyoming,District of Columbia
"""

_STYLED = ("republic of", "the republic of", "kingdom of", "state of", "federal republic of", "islamic republic of")


@lru_cache(maxsize=20_000)
def key(words: str) -> str:
    """The form under which a name is kept here: folded, without dots, single spaces."""
    return " ".join(fold(words).replace(".", "").replace("’", "'").split())


def _split(table: str) -> list[str]:
    joined = " ".join(table.split("\n")).replace("Washington, D.C.", "Washington; D.C.")
    return [name.strip().replace(";", ",") for name in joined.replace("Washington, DC", "Washington; DC").split(",")]


@cache
def _tables() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """Countries, other places and country adjectives, each from ``key`` to the name it stands for."""
    countries: dict[str, str] = {}
    places: dict[str, str] = {}
    adjectives: dict[str, str] = {}
    for line in _COUNTRIES.strip().splitlines():
        country, capital, demonyms, others = line.split("|")[:4]
        for name in [country, *filter(None, others.split(","))]:
            countries[key(name)] = country
            for style in _STYLED:
                countries[f"{style.removeprefix('the ')} {key(name)}"] = country
                countries[f"{style.removeprefix('the ')} the {key(name)}"] = country
        if capital:
            places[key(capital)] = capital
        for adjective in filter(None, demonyms.split(",")):
            adjectives[key(adjective)] = country
            adjectives.setdefault(key(adjective + "s"), country)
    for name in _split(_CITIES) + _split(_REGIONS) + _split(_STATES):
        if name:
            places.setdefault(key(name), "Washington, D.C." if name.startswith("Washington") else name)
    places["washington"] = "Washington"
    return countries, places, adjectives


def country_named(words: str) -> str | None:
    """The country called ``words``, e.g. ``Azerbaijan`` for "Republic of Azerbaijan"; None where it is none."""
    return _tables()[0].get(key(words))


def place_named(words: str) -> str | None:
    """The city or region called ``words``; None where the gazetteer has none."""
    return _tables()[1].get(key(words))


def country_of_adjective(word: str) -> str | None:
    """``Romania`` for "Romanian"; None where ``word`` is no such adjective."""
    return _tables()[2].get(key(word))


@cache
def _first_words() -> frozenset[str]:
    countries, places, _ = _tables()
    return frozenset(name.split()[0].strip(",") for table in (countries, places) for name in table)


def may_start_place(word: str) -> bool:
    """Whether any name of the gazetteer starts with the folded ``word``."""
    return word.replace(".", "").replace("’", "'") in _first_words()


LONGEST_NAME = 8
