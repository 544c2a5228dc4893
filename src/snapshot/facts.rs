//! The facts of each service that filters and distances ask for, a few dozen bytes mapped from disk: looking at those of a hundred thousand services takes milliseconds and no memory of the program's own.

mod areas;
mod write;

pub use areas::Areas;
pub use write::Written;

use crate::catalogue::hours::Reach;
use crate::catalogue::{Access, Answer, Delivery, Nation, Spot};

/// Where one place of a service is, as far as distances and doors go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Where {
    /// The place.
    pub site: Site,
    /// Step-free from the street.
    pub step_free: Answer,
}

/// What is known of where a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Site {
    /// At a hub, by its place in [`super::Head::hubs`].
    Hub(u16),
    /// At a position.
    At(Spot),
    /// Somewhere around the middle of its postcode's district.
    Around(Spot),
    /// At an address that must not be known.
    Hidden,
    /// At an address whose position nobody knows.
    Unknown,
}

/// The facts of one service. What stands in lists of different lengths lies in a file of its own, the tails.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    fixed: &'a [u8; Facts::SIZE],
    tail: &'a [u8],
}

/// Stands for an age limit that is not known.
const NO_LIMIT: u16 = u16::MAX;

/// Marks a locality that a service may serve in part.
const PERHAPS: u16 = 1 << 15;

// Where each fact stands in the fixed part.
const LANGUAGES: usize = 4;
const SERVED: usize = 6;
const PLACES: usize = 8;
const WAYS: usize = 10;
const NATIONS: usize = 11;
const ANSWERS: usize = 12;
const FLAGS: usize = 13;
const FROM: usize = 14;
const BEFORE: usize = 16;
const LOCALITY: usize = 18;
const SAYS: usize = 20;
const ONLY_FOR: usize = 24;
const DAYS: usize = 28;
const CLOSES: usize = 29;
const HOURS: usize = 31;

/// Bytes of a place in the tail.
const PLACE: usize = 5;

impl Facts<'_> {
    /// Bytes of the fixed part.
    pub const SIZE: usize = HOURS + Reach::HOURS;

    /// It runs: neither gone nor closed for a while. [`Self::runs`] knows its last day too.
    const RUNS: u8 = 1;
    /// Times stand in the file that are not known here, or none stand there.
    pub const TIMES_UNKNOWN: u8 = 2;
    /// A session has a last day.
    pub const ENDS: u8 = 4;
    /// Has hours that don't say what holds on bank holidays.
    pub const SILENT_ON_HOLIDAYS: u8 = 8;
    /// Says in words that there is interpreting.
    pub const INTERPRETS: u8 = 16;
    /// Of no locality.
    pub const NATIONAL: u8 = 32;
    /// All that is known of its times is sessions in school term.
    pub const TERM_ONLY: u8 = 64;

    /// Returns whether a flag is set.
    pub fn is(&self, flag: u8) -> bool {
        self.fixed[FLAGS] & flag != 0
    }

    /// Returns whether it runs on a day, in days since 2000.
    pub fn runs(&self, day: u16) -> bool {
        let closes = self.number(CLOSES);
        self.is(Self::RUNS) && (closes == 0 || day < closes)
    }

    /// Returns how it reaches people, a bit for each way; none when that is not known.
    pub fn delivery(&self) -> u8 {
        self.fixed[WAYS] & 15
    }

    /// Returns the ways in, a bit for each; none when they are not known.
    pub fn access(&self) -> u8 {
        self.fixed[WAYS] >> 4
    }

    /// Returns the nations that it serves, a bit for each; none when they are not known.
    pub fn nations(&self) -> u8 {
        self.fixed[NATIONS]
    }

    /// Returns whether it costs nothing.
    pub fn free(&self) -> Answer {
        answer(self.fixed[ANSWERS])
    }

    /// Returns whether a young person can use it in their own right.
    pub fn own_right(&self) -> Answer {
        answer(self.fixed[ANSWERS] >> 2)
    }

    /// Returns the days of the week on which it may be met or reached, bit 0 is Monday.
    pub fn days(&self) -> u8 {
        self.fixed[DAYS]
    }

    /// Returns the hours of a week at which it may be open, for [`Reach::holds`].
    pub fn hours(&self) -> &[u8] {
        &self.fixed[HOURS..]
    }

    /// Returns the age in months from which it is for people; nothing when that is not known.
    pub fn from_months(&self) -> Option<u16> {
        Some(self.number(FROM)).filter(|months| *months != NO_LIMIT)
    }

    /// Returns the age in months that people must not have reached; nothing when that is not known.
    pub fn before_months(&self) -> Option<u16> {
        Some(self.number(BEFORE)).filter(|months| *months != NO_LIMIT)
    }

    /// Returns its locality's place in [`super::Head::localities`].
    pub fn locality(&self) -> u16 {
        self.number(LOCALITY)
    }

    /// Returns the groups of people that it speaks of, a bit for each of the catalogue's.
    pub fn groups(&self) -> u32 {
        self.bits(SAYS)
    }

    /// Returns the groups that it is for and nobody else, a bit for each of the catalogue's.
    pub fn for_alone(&self) -> u32 {
        self.bits(ONLY_FOR)
    }

    /// Returns the languages spoken, as [`language`] writes them; none when they are not known.
    pub fn languages(&self) -> impl Iterator<Item = u16> {
        let (pairs, _) = self.list(0, 2 * self.count(LANGUAGES)).as_chunks::<2>();
        pairs.iter().map(|pair| u16::from_le_bytes(*pair))
    }

    /// Returns whether it serves a locality: asked when it serves a part of it, or says so in words that nobody can be sure of.
    pub fn serves(&self, locality: u16) -> Answer {
        let (pairs, _) = self.list(2 * self.count(LANGUAGES), 2 * self.count(SERVED)).as_chunks::<2>();
        let served = pairs.iter().map(|pair| u16::from_le_bytes(*pair)).find(|n| n & !PERHAPS == locality);
        match served {
            None => Answer::No,
            Some(n) if n & PERHAPS != 0 => Answer::Ask,
            Some(_) => Answer::Yes,
        }
    }

    /// Returns its places.
    pub fn places(&self) -> impl Iterator<Item = Where> {
        let before = 2 * (self.count(LANGUAGES) + self.count(SERVED));
        let (places, _) = self.list(before, PLACE * self.count(PLACES)).as_chunks::<PLACE>();
        places.iter().map(|[kind, a, b, c, d]| {
            let (first, second) = (u16::from_le_bytes([*a, *b]), u16::from_le_bytes([*c, *d]));
            let spot = Spot { north: first, east: second };
            let site = match kind >> 2 {
                0 => Site::Hub(first),
                1 => Site::At(spot),
                2 => Site::Around(spot),
                3 => Site::Hidden,
                _ => Site::Unknown,
            };
            Where { site, step_free: answer(*kind) }
        })
    }

    fn number(&self, at: usize) -> u16 {
        u16::from_le_bytes([self.fixed[at], self.fixed[at + 1]])
    }

    fn bits(&self, at: usize) -> u32 {
        u32::from(self.number(at)) | u32::from(self.number(at + 2)) << 16
    }

    fn count(&self, at: usize) -> usize {
        usize::from(self.number(at))
    }

    fn list(&self, from: usize, long: usize) -> &[u8] {
        self.tail.get(from..from + long).unwrap_or_default()
    }
}

/// Returns the facts of a service out of the two files; nothing when they are damaged there.
pub fn read<'a>(fixed: &'a [u8], tails: &'a [u8], number: u32) -> Option<Facts<'a>> {
    let at = (number as usize).checked_mul(Facts::SIZE)?;
    let fixed: &[u8; Facts::SIZE] = fixed.get(at..at.checked_add(Facts::SIZE)?)?.try_into().ok()?;
    let start = u32::from_le_bytes(*fixed.first_chunk()?);
    Some(Facts { fixed, tail: tails.get(start as usize..)? })
}

/// Returns a language's code as a number; nothing when it is no code.
pub fn language(code: &str) -> Option<u16> {
    let letters = code.bytes().map(|b| b.is_ascii_lowercase().then(|| u16::from(b - b'a') + 1));
    let number = letters.collect::<Option<Vec<u16>>>()?.into_iter().fold(0, |all, letter| all << 5 | letter);
    (2..=3).contains(&code.len()).then_some(number)
}

/// Returns the code of a language that [`language`] made a number of.
pub fn language_code(number: u16) -> String {
    let letters = [number >> 10, number >> 5, number].map(|letter| (letter & 31) as u8);
    letters.into_iter().filter(|letter| *letter != 0).map(|letter| char::from(b'a' - 1 + letter)).collect()
}

/// Returns the bit of a nation in [`Facts::nations`].
pub fn nation_bit(nation: Nation) -> u8 {
    1 << nation as u8
}

/// Returns the bit of a way of reaching people in [`Facts::delivery`].
pub fn delivery_bit(way: Delivery) -> u8 {
    1 << way as u8
}

/// Returns the bit of a way in, in [`Facts::access`].
pub fn access_bit(way: Access) -> u8 {
    1 << way as u8
}

fn answer(bits: u8) -> Answer {
    match bits & 3 {
        0 => Answer::Yes,
        1 => Answer::No,
        _ => Answer::Ask,
    }
}
