//! Words that invented services are made of: a few lists, and a source of rare words that never runs dry.

/// A small generator of random numbers (SplitMix64): the same seed gives the same catalogue on every machine.
pub struct Random(u64);

impl Random {
    /// Returns the numbers of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Returns the next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Returns a number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.next()) * end as u128) >> 64) as usize
    }

    /// Returns a number from 0 to 1, without 1.
    pub fn part(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Returns true in so many of a hundred cases.
    pub fn percent(&mut self, cases: usize) -> bool {
        self.below(100) < cases
    }

    /// Returns one of the items.
    pub fn of<'a, T: ?Sized>(&mut self, items: &[&'a T]) -> &'a T {
        items[self.below(items.len())]
    }

    /// Returns one of the items, the first ones more often, as words in a text come.
    pub fn early<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        let at = (items.len() as f64).powf(self.part()) - 1.0;
        &items[(at as usize).min(items.len() - 1)]
    }
}

const ONSETS: &[&str] = &[
    "b", "br", "c", "ch", "cl", "cr", "d", "dr", "f", "fl", "g", "gl", "gr", "h", "j", "k", "l", "m", "n", "p", "pr",
    "r", "s", "sh", "st", "str", "t", "th", "tr", "v", "w", "wh", "y",
];
const VOWELS: &[&str] = &["a", "e", "i", "o", "u", "ea", "ee", "oo", "ai", "ou"];
const CODAS: &[&str] =
    &["", "", "", "l", "m", "n", "r", "s", "t", "ck", "ld", "nd", "ng", "rd", "rn", "st", "th", "lm"];
const ENDINGS: &[&str] = &["", "", "", "a", "by", "er", "ey", "ham", "ley", "man", "son", "ton", "well", "wood", "y"];

/// Returns a rare word. Ranks follow Zipf's law, so that the vocabulary grows with the catalogue as it does in real text, by its square root (Heaps' law).
pub fn rare(random: &mut Random) -> String {
    const FLAT: f64 = 200.0;
    let rank = FLAT / (1.0 - random.part()) - FLAT;
    named(rank as u64)
}

/// Returns the word of a rank: always the same one.
fn named(rank: u64) -> String {
    let mut random = Random::new(rank ^ 0x5157_4e50);
    let mut out = String::new();
    for _ in 0..1 + usize::from(random.percent(40)) {
        out.push_str(random.of(ONSETS));
        out.push_str(random.of(VOWELS));
        out.push_str(random.of(CODAS));
    }
    out.push_str(random.of(ENDINGS));
    if out.len() < 4 {
        out.push_str("en");
    }
    out
}

const TOWN_STARTS: &[&str] = &[
    "Ash", "Ayles", "Bad", "Barn", "Beck", "Bex", "Birk", "Black", "Brad", "Bram", "Brent", "Brook", "Buck", "Burn",
    "Cam", "Carl", "Charl", "Chat", "Clay", "Cole", "Cran", "Crow", "Dart", "Dun", "East", "Elm", "Fair", "Farn",
    "Fern", "Glen", "Good", "Green", "Hal", "Hart", "Hazel", "Heath", "High", "Hol", "Horn", "Kel", "Kings", "Lang",
    "Leigh", "Lin", "Long", "Low", "Maple", "Mar", "Mid", "Mill", "Mor", "Nether", "New", "Nor", "Oak", "Old", "Pen",
    "Pick", "Prest", "Rad", "Raven", "Red", "Ring", "Rock", "Rush", "Sal", "Sand", "Shep", "Sil", "South", "Stan",
    "Stone", "Sutter", "Swan", "Thorn", "Till", "Wake", "Wal", "Water", "Wend", "West", "Whit", "Win", "Wood", "Worth",
];
const TOWN_ENDS: &[&str] = &[
    "bourne", "bridge", "brook", "burgh", "bury", "by", "cliffe", "combe", "cote", "croft", "dale", "den", "don",
    "end", "ferry", "field", "ford", "gate", "ham", "haven", "hill", "holme", "hurst", "ing", "ington", "land",
    "leigh", "ley", "low", "mere", "minster", "more", "mouth", "ness", "pool", "port", "ridge", "sea", "shaw", "side",
    "stead", "stoke", "stow", "thorpe", "ton", "wall", "water", "well", "wick", "wood", "worth",
];

/// Returns a town's name; now and then one in two words.
pub fn town(random: &mut Random) -> String {
    let name = format!("{}{}", random.of(TOWN_STARTS), random.of(TOWN_ENDS));
    match random.below(12) {
        0 => format!("Great {name}"),
        1 => format!("Upper {name}"),
        2 => format!("{name} Magna"),
        _ => name,
    }
}

/// Beginnings of postcodes as they are; what follows is never issued.
pub const OUTCODES: &[&str] = &[
    "AL3", "B14", "BA2", "BB1", "BD7", "BH8", "BL4", "BN3", "BS5", "CA2", "CB4", "CF24", "CH5", "CM7", "CO4", "CR0",
    "CT6", "CV6", "DE23", "DH7", "DL3", "DN4", "DY5", "E17", "EX4", "FY3", "GL4", "GU14", "HD5", "HG2", "HP20", "HR4",
    "HU6", "IP3", "KT12", "L13", "LA4", "LE5", "LL11", "LN6", "LS9", "LU3", "M14", "ME7", "MK6", "N17", "NE6", "NG7",
    "NN5", "NP20", "NR3", "OL8", "OX4", "PE3", "PL5", "PO9", "PR2", "RG30", "S5", "SA1", "SE15", "SG1", "SK5", "SN2",
    "SO16", "SR5", "SS2", "ST4", "SY3", "TA2", "TF3", "TN34", "TQ2", "TS5", "UB4", "W12", "WA9", "WF2", "WN5", "WR4",
    "WV10", "YO31",
];

/// Streets without their last word.
pub const STREETS: &[&str] = &["High", "Church", "Station", "Mill", "Victoria", "Corn", "Park", "Queen", "School"];
/// Last words of streets.
pub const STREET_KINDS: &[&str] = &["Street", "Road", "Lane", "Close", "Avenue"];

/// Kinds of buildings.
pub const BUILDINGS: &[&str] = &[
    "Community Centre",
    "Library",
    "Methodist Church",
    "Village Hall",
    "Primary School",
    "Children's Centre",
    "Health Centre",
    "Town Hall",
    "Scout Hut",
    "Leisure Centre",
    "Mosque",
    "Football Club",
    "Advice Centre",
];

/// Kinds of organisations.
pub const ORGANISATIONS: &[&str] = &[
    "Community Trust",
    "Council",
    "Family Support",
    "Home Help",
    "Advice Centre",
    "NHS Trust",
    "Housing Association",
    "Parish Church",
    "Parents' Association",
    "Youth Project",
    "Volunteers",
    "Carers' Centre",
    "Foundation",
    "Mind",
];

/// What the last part of a name may be.
pub const NAME_ENDS: &[&str] =
    &["Group", "Project", "Drop-in", "Service", "Club", "Hub", "Line", "Team", "Circle", "Clinic", "Course"];

/// Sentences that most directories repeat; `{}` is a rare word, a name of a room or a person's trade.
pub const ROUTINE: &[&str] = &[
    "Just come along, there is no need to book.",
    "Please ring first, as places are limited.",
    "Meet other families in a friendly and safe place.",
    "Children must stay with an adult at all times.",
    "We can help you with the form and go with you if you like.",
    "Tea, coffee and snacks are free.",
    "The {} team will ring you back within two working days.",
    "It is held in the {} room on the ground floor.",
    "Supported by the {} fund.",
    "Ask for the {} worker when you arrive.",
    "There is parking behind the {} building.",
    "All are welcome, whatever your faith or background.",
    "You can bring someone with you.",
    "Referrals come from schools, health visitors and the family hub.",
];

/// Whom services are for.
pub const WHOM: &[&str] = &[
    "parents and carers",
    "families",
    "mothers and babies",
    "fathers",
    "young people",
    "parents of children with SEND",
    "grandparents and kinship carers",
    "parents to be",
    "children and their parents",
    "adults",
];
