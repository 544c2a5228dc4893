//! The list of what fits all that is asked for, when more is asked for than words.

use super::Hit;
use super::ask::{Ask, Sort};
use super::near::{Away, Origin};
use super::order::{Candidate, Pile, Queue};
use super::rank::Engine;
use super::sieve::Sieve;
use super::top::is_kept_back;
use super::wish::{Look, Wished};
use super::{Typed, weights as w};
use crate::catalogue::Answer;

/// In a list that is not sorted by score, what the group of a service is above others when it does not fit a wish,
const MISFIT: u8 = 4;
/// and when it is a weak match.
const WEAK: u8 = 8;

impl Engine {
    /// Returns the list that is asked for; nothing when not enough of the best `most` of each kind are left once their times were looked at.
    pub(super) fn list(
        &mut self,
        typed: &Typed,
        ask: &Ask,
        sieve: &Sieve<'_>,
        wished: &Wished<'_>,
        limit: usize,
        most: usize,
    ) -> Option<Vec<Hit>> {
        let Self { snapshot, sums, day, .. } = self;
        let today = day.unwrap_or_default();
        let origin = match &ask.sort {
            Sort::Best => None,
            Sort::Distance(from) => Some(Origin::new(from, &snapshot.head)),
        };
        let wordless = typed.words.is_empty();
        // What is near or for young people comes before what is not, but not before what was asked for.
        let regroups = !wordless && (origin.is_some() || ask.young_person);
        let good = if regroups { w::GOOD * sums.most_added() } else { f32::NEG_INFINITY };
        // Known to fit, to be asked about; then the same of what is known to fit but nowhere near the words, which is no match.
        let mut piles: [Pile; 4] = Default::default();
        let mut look = |number: u32, score: f32, added: f32| {
            let Some(facts) = snapshot.facts(number) else { return };
            let Some(asks) = sieve.pass(&facts) else { return };
            if is_kept_back(snapshot, typed, number) {
                return;
            }
            let own_right = if ask.young_person { place_of(facts.own_right()) } else { 0 };
            let misfit = regroups && wished.misfits(number, &facts);
            let group = own_right + if misfit { MISFIT } else { 0 } + if added < good { WEAK } else { 0 };
            let speaks = if wordless { 1.0 } else { added };
            let score =
                if wished.is_empty() { score } else { score + wished.lift(number, &facts, speaks, Look::Quick) };
            let away = origin.as_ref().map_or(Away::Nothing, |origin| origin.to(&facts));
            let far = if added < w::NEAR { 2 } else { 0 };
            let pile = far + usize::from(!Sieve::may_fit(asks));
            piles[pile].push(Candidate { number, score, asks, group, away }, most);
        };
        if wordless {
            // Who names nothing asks for nothing that is gone.
            sums.today(snapshot.end(), |number, score| {
                if snapshot.is_there(number) && !snapshot.weigh(number).is_gone(today) {
                    look(number, score, w::NEAR);
                }
            });
        } else {
            sums.each(look);
        }
        let [known, open, far_known, far_open] = piles;
        let mut out = Vec::new();
        let complete = take(known, open, sieve, limit, &mut out) && take(far_known, far_open, sieve, limit, &mut out);
        complete.then_some(out)
    }
}

/// Returns which group of services a young person should see first, second and last.
fn place_of(own_right: Answer) -> u8 {
    match own_right {
        Answer::Yes => 0,
        Answer::Ask => 1,
        Answer::No => 2,
    }
}

/// Takes the best of the services that are known to fit, and fills up with those of which something has to be asked; returns whether none was missing that had been passed over.
fn take(known: Pile, open: Pile, sieve: &Sieve<'_>, limit: usize, out: &mut Vec<Hit>) -> bool {
    let (mut known, mut open) = (Queue::new(known), Queue::new(open));
    let settled = |c: Candidate| sieve.settle(c.number, c.asks).map(|asks| Candidate { asks, ..c });
    let hit = |c: Candidate| Hit {
        number: c.number,
        score: c.score,
        ask: sieve.in_words(c.asks),
        away: c.away,
        ..Hit::default()
    };
    while out.len() < limit && !known.ran_dry {
        let next = known.next(|candidate| {
            let candidate = settled(candidate)?;
            if candidate.asks != 0 {
                open.push(candidate);
                return None;
            }
            Some(candidate)
        });
        let Some(candidate) = next else { break };
        out.push(hit(candidate));
    }
    while out.len() < limit && !known.ran_dry && !open.ran_dry {
        let Some(candidate) = open.next(settled) else { break };
        out.push(hit(candidate));
    }
    !known.ran_dry && !open.ran_dry
}
