"""Where somebody lives or is based, and how old they are: little by itself, and enough beside what everybody knows."""

import re
from collections.abc import Iterator

from bot.support.traces import Kind, Mark

# Towns of the United Kingdom with fewer than some 150,000 people, whose names mean nothing else.
_TOWNS = (
    "Aberystwyth|Accrington|Airdrie|Aldershot|Alnwick|Altrincham|Andover|Antrim|Arbroath|Ashington|Aylesbury|Ayr"
    "|Ballymena|Banbury|Bangor|Barnsley|Barnstaple|Barrow-in-Furness|Barrow in Furness|Basildon|Basingstoke"
    "|Bedlington|Berwick-upon-Tweed|Beverley|Bexhill|Bicester|Bideford|Bishop Auckland|Blackburn|Blackpool|Blyth"
    "|Bognor Regis|Bootle|Bournemouth|Bracknell|Brecon|Bridgend|Bridgwater|Bridlington|Burnley|Burton-on-Trent"
    "|Bury St Edmunds|Buxton|Caernarfon|Caerphilly|Camborne|Cannock|Canterbury|Carmarthen|Castleford|Chelmsford"
    "|Cheltenham|Chepstow|Chesterfield|Chichester|Chorley|Clacton|Cleethorpes|Clydebank|Coatbridge|Colchester"
    "|Coleraine|Colwyn Bay|Congleton|Consett|Corby|Craigavon|Cramlington|Crewe|Cumbernauld|Cwmbran|Darlington"
    "|Dartford|Daventry|Dewsbury|Didcot|Doncaster|Dorchester|Driffield|Dumbarton|Dumfries|Dunfermline|Dungannon"
    "|Eastbourne|East Kilbride|Ebbw Vale|Ellesmere Port|Enniskillen|Evesham|Exmouth|Falkirk|Falmouth|Fareham"
    "|Felixstowe|Fleetwood|Folkestone|Fort William|Gainsborough|Galashiels|Gateshead|Glenrothes|Gloucester|Goole"
    "|Gosport|Grantham|Gravesend|Greenock|Grimsby|Guildford|Halifax|Harlow|Harrogate|Hartlepool|Hastings"
    "|Haverfordwest|Haverhill|Hemel Hempstead|Hereford|Hexham|Hinckley|Hitchin|Huddersfield|Huntingdon|Ilkeston"
    "|Ilkley|Inverness|Ipswich|Irvine|Jarrow|Keighley|Kendal|Kettering|Kidderminster|Kilmarnock|King[’']?s Lynn"
    "|Kirkcaldy|Knaresborough|Lancaster|Larne|Leighton Buzzard|Lerwick|Lichfield|Lisburn|Livingston|Llandudno"
    "|Llanelli|Loughborough|Lowestoft|Ludlow|Lurgan|Macclesfield|Maidenhead|Maidstone|Malvern|Mansfield|Margate"
    "|Matlock|Melton Mowbray|Merthyr Tydfil|Middlesbrough|Morecambe|Morpeth|Motherwell|Neath|Newark-on-Trent|Newbury"
    "|Newquay|Newry|Newtownabbey|Newtownards|Northallerton|Northwich|Nuneaton|Oban|Okehampton|Oldham|Omagh|Ormskirk"
    "|Oswestry|Paignton|Paisley|Penrith|Penzance|Perth|Peterhead|Peterlee|Pontefract|Pontypool|Pontypridd|Poole"
    "|Portadown|Port Talbot|Ramsgate|Rawtenstall|Redcar|Redditch|Redruth|Rhyl|Rochdale|Rotherham|Rugeley|Runcorn"
    "|Salisbury|Scarborough|Scunthorpe|Selby|Shrewsbury|Sittingbourne|Skegness|Skelmersdale|Skipton|Solihull"
    "|Southport|South Shields|Spalding|St Austell|St Helens|Stafford|Stalybridge|Stevenage|Stirling|Stockport"
    "|Stockton-on-Tees|Stornoway|Stranraer|Stratford-upon-Avon|Stroud|Swindon|Tamworth|Taunton|Telford|Thetford"
    "|Tiverton|Todmorden|Tonbridge|Torquay|Trowbridge|Truro|Tunbridge Wells|Wakefield|Wallasey|Walsall|Warrington"
    "|Wellingborough|Welshpool|Welwyn|West Bromwich|Weston-super-Mare|Weymouth|Whitby|Whitehaven|Whitley Bay"
    "|Whitstable|Widnes|Wigan|Wisbech|Workington|Worksop|Worthing|Wrexham|Yeovil"
)
# Where so many are that it tells nothing by itself.
_LARGE = (
    r"(?:London|Birmingham|Manchester|Leeds|Glasgow|Sheffield|Liverpool|Edinburgh|Bristol|Cardiff|Belfast|Leicester"
    r"|Nottingham|Newcastle|Bradford|Coventry|Hull|Southampton|Portsmouth|Brighton|Plymouth|Aberdeen|Swansea|Oxford"
    r"|Cambridge|York|England|Scotland|Wales|Ireland|Northern|Great|Britain|Europe|Africa|Asia|America|India|China"
    r"|Australia|Canada|Yorkshire|Lancashire|Cornwall|Devon|Kent|Essex|Surrey|Sussex|Norfolk|Suffolk|Hampshire|Dorset"
    r"|Somerset|Cumbria|Cheshire|Midlands|East|West|North|South|Greater|Central|Inner|Outer|Public|Primary|Secondary"
    r"|Health|Nursing|Medicine|Research|Policy|Teams|Slack|Discord|Zoom|Excel|Word|NVivo)\b"
)
_NAME_OF_TOWN = re.compile(rf"{_LARGE}|{_TOWNS}", re.IGNORECASE)
# A paper is named like its author, who may be named like a town.
_NOT_CITED = r"(?![’'-]\w| et al\b| ?\(\d{4}|,? \d{4}\b| (?:and|&) \w+ \(?\d{4})"
_TOWN = re.compile(
    rf"\b(?:in|near|around|outside|(?:am|[’']m|are|[’']re|come) from) (?:{_TOWNS})\b{_NOT_CITED}",
    re.IGNORECASE,
)
_HOME = re.compile(
    r"\b(?:[Ii](?:[’']ve| have)? (?:now )?(?:live|lived|grew up)|(?:am|[’']m|are|[’']re) (?:now )?(?:living|based)"
    r"|[Hh]ere|(?:small|little|tiny|quiet|remote|rural) (?:town|village|place|community|hospital|practice|surgery)) "
    rf"(?:in|near|outside|called) (?!{_LARGE})[A-Z][a-zà-ÿ’'-]+(?:[ -][A-Z][a-zà-ÿ’'-]+){{0,2}}"
    rf"|\b(?:town|village|island|parish) of (?!{_LARGE})[A-Z][a-zà-ÿ’'-]+"
)

# Of working age, or not long beyond it: what is less or more is a count of something else.
_YEARS = r"(?:1[6-9]|[2-8]\d)"
_I_AM = r"(?:[Ii] am|[Ii][’']?m)"
# What may follow an age, and no count of anything.
_NO_COUNT = (
    r"(?=\s*(?:$|[!?;:)…—]|\.(?!\d)|,(?! ?\d))"
    r"| (?:now|already|and(?! (?:a half|\d))|but|this year|next (?:week|month|year))\b)"
)
_AGE = re.compile(
    rf"\b{_I_AM}(?: only| just| now| nearly| almost| already| about)? {_YEARS}(?: years? old|[- ]?y/?o\b|{_NO_COUNT})"
    rf"|\b{_I_AM} (?:an? |aged )(?:\w+ )?{_YEARS}(?:[- ]years?[- ]olds?\b|{_NO_COUNT})"
    rf"|(?:^|(?<=[.!?] ))As an? {_YEARS}[- ]year[- ]old\b"
    rf"|\b[Aa]t (?:the age of )?{_YEARS},? I (?:am|have|should|feel|still|thought|do|did|don[’']t|can(?:not|[’']t)?)\b"
    rf"|\bI(?:[’']ll| will|[’']ve| have)?(?: just| recently)? (?:turn|turned|be turning) {_YEARS}"
    rf"(?:{_NO_COUNT}| (?:last|in|on|soon|today|tomorrow)\b)"
    rf"|\b[Mm]y {_YEARS}(?:st|nd|rd|th) birthday\b|\b[Mm]y age is {_YEARS}\b",
    re.MULTILINE,
)


def is_town(words: str) -> bool:
    """Whether words are the name of a town or a region, large or small, and nothing more."""
    return bool(_NAME_OF_TOWN.fullmatch(words))


def places(text: str) -> Iterator[Mark]:
    """Find a small place that has a name: a town by its name, any other where somebody says that they are there."""
    for shape in (_TOWN, _HOME):
        yield from ((Kind.PLACE, found.start(), found.end()) for found in shape.finditer(text))


def ages(text: str) -> Iterator[Mark]:
    """Find the age that somebody says they have; that of patients, studies and waiting times is nobody's."""
    yield from ((Kind.AGE, found.start(), found.end()) for found in _AGE.finditer(text))
