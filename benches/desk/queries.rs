//! What is typed: beginnings of every length of what people say and of what services are called, a third with a typo, a fourth with a wish, a tenth after a word of danger.

use crate::words::Random;
use signpost::snapshot::Snapshot;
use signpost::text;
use std::fmt::Write as _;
use std::time::Duration;

/// What families wish besides the need.
const WISHES: &[&str] = &[
    "saturday",
    "in urdu",
    "2 year old",
    "near HP20",
    "free",
    "after school",
    "polish speaking",
    "women only",
    "online",
    "tomorrow morning",
    "for dads",
    "wheelchair",
];

/// One query.
pub struct Query {
    /// What is typed.
    pub text: String,
    /// The same in words, as a search without our rules would take it.
    pub words: Vec<String>,
}

impl Query {
    fn new(text: String) -> Self {
        Self { words: text::words(&text), text }
    }

    /// Returns whether all its words have three letters and more.
    pub fn is_long(&self) -> bool {
        self.words.iter().all(|w| w.chars().count() >= 3)
    }
}

/// Draws phrases and types each letter by letter: a query for every length, in the order of typing. Every third phrase has a typo.
pub fn draw(snapshot: &Snapshot, count: usize, seed: u64) -> Vec<Query> {
    let mut random = Random::new(seed);
    let mut out = Vec::with_capacity(count + 100);
    for number in 0.. {
        if out.len() >= count {
            break;
        }
        let phrase = if random.percent(50) {
            let need = &snapshot.head.needs[random.below(snapshot.head.needs.len())];
            need.words[random.below(need.words.len())].clone()
        } else {
            let number = random.below(snapshot.len() as usize);
            snapshot.row(u32::try_from(number).unwrap()).unwrap().name.to_lowercase()
        };
        let phrase = match number {
            n if n % 4 == 1 => format!("{phrase} {}", WISHES[random.below(WISHES.len())]),
            n if n % 10 == 6 => format!("he hits me {phrase}"),
            _ => phrase,
        };
        let mut typed: Vec<char> = phrase.chars().collect();
        if number % 3 == 2 {
            mistype(&mut typed, &mut random);
        }
        for length in 1..=typed.len() {
            let query = Query::new(typed[..length].iter().collect());
            // A space changes little, and nobody waits for what it finds.
            if typed[length - 1].is_alphanumeric() && !query.words.is_empty() {
                out.push(query);
            }
        }
    }
    out.truncate(count);
    out
}

/// Changes, drops, adds or swaps one letter.
fn mistype(typed: &mut Vec<char>, random: &mut Random) {
    let at = random.below(typed.len());
    if typed.len() < 2 || !typed[at].is_alphabetic() {
        return;
    }
    let other = char::from(b'a' + u8::try_from(random.below(26)).unwrap());
    match random.below(4) {
        0 => typed[at] = other,
        1 => drop(typed.remove(at)),
        2 => typed.insert(at, other),
        _ if at + 1 < typed.len() => typed.swap(at, at + 1),
        _ => typed.swap(at - 1, at),
    }
}

/// Returns a list of all queries with both times, the slowest of ours first.
pub fn listed(all: &[Query], times: &[[Duration; 2]]) -> String {
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(times[*at][0]));
    let mut out = String::new();
    for at in order {
        let [own, theirs] = times[at].map(|t| t.as_secs_f64() * 1e3);
        // Writing to a string can't fail.
        let _ = writeln!(out, "{own:.3}\t{theirs:.3}\t{}", all[at].text);
    }
    out
}
