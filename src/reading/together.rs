//! Wishes that belong together: "tuesday or thursday", "saturday morning", "2 and 4 year old".

use super::heard::Word;
use super::sayings::{Found, Sayings};
use super::{Means, Wish, said};
use crate::catalogue::hours::Times;

/// Any day, and any time.
const ANY_DAY: u8 = 0;
const ANY_TIME: (u16, u16) = (0, Times::DAY);

/// Returns the wishes with days and times that stand together made one: a service has to fit both.
pub(super) fn joined(wishes: Vec<Wish>, words: &[Word], between: &[String]) -> Vec<Wish> {
    let mut out: Vec<Wish> = Vec::with_capacity(wishes.len());
    for wish in wishes {
        let both = out.last().and_then(|before| both(before, &wish, words, between));
        match (both, out.last_mut()) {
            (Some(both), Some(last)) => *last = both,
            _ => out.push(wish),
        }
    }
    out
}

fn both(first: &Wish, second: &Wish, words: &[Word], between: &[String]) -> Option<Wish> {
    let apart = &words[first.words.end..second.words.start];
    if apart.len() > 1 || apart.iter().any(|word| !between.contains(&word.text)) {
        return None;
    }
    let (Means::When { days: a, from, to }, Means::When { days: b, from: from_b, to: to_b }) =
        (&first.means, &second.means)
    else {
        return None;
    };
    let (time_a, time_b) = ((*from, *to), (*from_b, *to_b));
    let (days, (from, to), link) = match (*a, *b, time_a == ANY_TIME, time_b == ANY_TIME) {
        (ANY_DAY, _, _, true) => (*b, time_a, " "),
        (_, ANY_DAY, true, _) => (*a, time_b, " "),
        (_, _, true, true) => (a | b, ANY_TIME, " or "),
        _ => return None,
    };
    let range = first.words.start..second.words.end;
    Some(Wish {
        means: Means::When { days, from, to },
        label: format!("{}{link}{}", first.label, second.label),
        said: said(words, &range),
        words: range,
        telling: first.telling || second.telling,
    })
}

/// Returns the other numbers of a list in which one is meant, and where they stand: those before it ("2, 3 and 5 year olds") and, at the end of a query, those after it ("years 2 5 and 9"). Without a word between the last two they are no list.
pub(super) fn others(
    words: &[Word],
    found: &Found,
    taken: &[bool],
    between: &[String],
    sayings: &Sayings,
) -> Vec<(usize, f64)> {
    let number = |at: usize| sayings.number(words.get(at)?).filter(|_| !taken[at]);
    let is_between = |at: usize| words.get(at).is_some_and(|word| between.contains(&word.text)) && !taken[at];
    let mut out = Vec::new();
    let mut at = found.start;
    // Only right before the number itself: "2 and aged 4" is no list.
    let first_is_number = words.get(at).is_some_and(|word| word.number.is_some() || sayings.number(word).is_some());
    while first_is_number && at > 0 {
        let joined = is_between(at - 1);
        let Some(before) = at.checked_sub(1 + usize::from(joined)) else { break };
        let Some(value) = number(before).filter(|_| joined || !out.is_empty()) else { break };
        out.push((before, value));
        at = before;
    }
    let last_is_number = words.get(found.end - 1).is_some_and(|word| word.number.is_some());
    if last_is_number && words.len() > found.end {
        let mut after = Vec::new();
        let (mut at, mut joined) = (found.end, false);
        while at < words.len() {
            joined = is_between(at);
            at += usize::from(joined);
            let Some(value) = number(at) else { return out };
            after.push((at, value));
            at += 1;
        }
        if joined {
            out.append(&mut after);
        }
    }
    out
}
