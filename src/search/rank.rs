//! Adds up what speaks for each service and takes the best.

use super::ask::{Ask, Sort};
use super::dictionary::Dictionary;
use super::expand::{Meant, Terms, expand};
use super::fit::Moment;
use super::memo::Memo;
use super::mix::mix;
use super::needs::{NeedWords, rarity};
use super::sieve::Sieve;
use super::sums::Sums;
use super::today::{abroad, today_weight};
use super::top::{Scored, Top, contains, is_kept_back, order};
use super::topics::Topics;
use super::vocabulary::Match;
use super::wish::{Look, Wished};
use super::{Found, Hit, NeedHit, Typed, weights as w};
use crate::catalogue::Nation;
use crate::error::{Error, Result};
use crate::snapshot::{HEAVIEST, MAIN_NEED, Snapshot, Weigh, days_since_2000};
use crate::text;
use chrono::NaiveDate;
use std::sync::Arc;

/// Finds services in one snapshot. Keeps its working memory between queries, so one engine serves one thread.
pub struct Engine {
    pub(super) snapshot: Arc<Snapshot>,
    pub(super) needs: NeedWords,
    pub(super) known_needs: Memo<Vec<Match>>,
    known_terms: Memo<Vec<Meant>>,
    pub(super) sums: Sums,
    /// The services that the query names, in order.
    named: Vec<u32>,
    /// The day that the sums know what each service is like on.
    pub(super) day: Option<u16>,
    /// The nation that the desk stands in, where anybody said so.
    nation: Option<Nation>,
    /// How much a word of each weight counts.
    levels: [f32; HEAVIEST as usize + 1],
}

impl Engine {
    /// Returns an engine for a snapshot.
    pub fn new(snapshot: Arc<Snapshot>) -> Self {
        let needs = NeedWords::new(&snapshot.head);
        let sums = Sums::new(snapshot.end() as usize);
        let levels = std::array::from_fn(|n| n as f32 / (n as f32 + w::LEVEL));
        Self {
            snapshot,
            needs,
            known_needs: Memo::default(),
            known_terms: Memo::default(),
            sums,
            named: Vec::new(),
            day: None,
            nation: None,
            levels,
        }
    }

    /// Returns the engine of a desk in this nation: what serves only others comes later.
    #[must_use]
    pub fn in_nation(self, nation: Option<Nation>) -> Self {
        Self { nation, ..self }
    }

    /// Returns the snapshot that is searched.
    pub fn snapshot(&self) -> &Arc<Snapshot> {
        &self.snapshot
    }

    /// Returns the words of the needs.
    pub fn need_words(&self) -> &NeedWords {
        &self.needs
    }

    /// Returns the needs that a query speaks of, best first.
    pub fn needs_of(&mut self, typed: &Typed) -> Vec<NeedHit> {
        self.topics(typed).needs
    }

    /// Returns the services that fit a query, best first, at most `limit`.
    ///
    /// # Errors
    /// When the snapshot is damaged.
    pub fn find(&mut self, typed: &Typed, today: NaiveDate, limit: usize) -> Result<Found> {
        let found = self.add_up(typed, today)?;
        if typed.words.is_empty() {
            return Ok(found);
        }
        let hits = self.best(typed, limit);
        self.mixed(typed, Found { hits, ..found }, None, limit)
    }

    /// Returns an answer in which each need that may well be meant has a line among the first.
    fn mixed(&self, typed: &Typed, found: Found, wished: Option<&Wished<'_>>, limit: usize) -> Result<Found> {
        let mut hits = found.hits;
        let main_need = |number| u16::from(self.snapshot.weigh(number).main_need);
        let mut failed = None;
        let named = hits.iter().take_while(|hit| self.named.binary_search(&hit.number).is_ok()).count();
        // Where danger was heard, only the third line may be about something else.
        let kept = if typed.heard.is_empty() { named } else { named.max(2) };
        mix(&mut hits, &found.needs, kept, main_need, |need| {
            self.best_of_need(typed, need, wished).map_err(|error| failed = Some(error)).ok().flatten()
        });
        hits.truncate(limit);
        match failed {
            Some(error) => Err(damaged(error)),
            None => Ok(Found { hits, ..found }),
        }
    }

    /// Returns the services that fit all that is asked for, in the order that is asked for, at most `limit`: those known to fit, then those of which something has to be asked. What the words wish besides raises and sinks, and leaves out nothing.
    ///
    /// # Errors
    /// When the snapshot is damaged.
    pub fn find_asked(
        &mut self,
        typed: &Typed,
        ask: &Ask,
        wished: &Wished<'_>,
        moment: Moment<'_>,
        limit: usize,
    ) -> Result<Found> {
        let plain = ask.filters.is_empty() && ask.sort == Sort::Best && !ask.young_person;
        if plain && wished.is_empty() {
            return self.find(typed, moment.now.date(), limit);
        }
        let mut found = self.add_up(typed, moment.now.date())?;
        if typed.words.is_empty() && ask.filters.is_empty() && ask.sort == Sort::Best && wished.is_empty() {
            return Ok(found);
        }
        // "Anything on Saturday" names nothing but the day.
        let wordless = Typed { heard: typed.heard.clone(), ..Typed::default() };
        let speaks = !typed.heard.is_empty() || found.elsewhere.is_some() || found.understood;
        let says_nothing = !wished.is_empty() && !speaks && self.says_nothing(typed);
        let typed = if says_nothing { &wordless } else { typed };
        found.nothing_close &= !says_nothing;
        if plain && !typed.words.is_empty() {
            found.hits = self.best_wished(typed, wished, limit);
            found = self.mixed(typed, found, Some(wished), limit)?;
        } else {
            let snapshot = Arc::clone(&self.snapshot);
            let sieve = Sieve::new(&snapshot, &ask.filters, moment);
            found.hits = match self.list(typed, ask, &sieve, wished, limit, limit.saturating_mul(sieve.tries())) {
                Some(hits) => hits,
                // Too many of the best turned out not to be open.
                None => self.list(typed, ask, &sieve, wished, limit, usize::MAX).unwrap_or_default(),
            };
            let close = |hit: &Hit| match typed.words.is_empty() {
                true => {
                    wished.is_empty() || snapshot.facts(hit.number).is_some_and(|f| wished.fits_any(hit.number, &f))
                }
                false => ask.filters.is_empty() || self.sums.added(hit.number) >= w::NEAR,
            };
            found.nothing_close |= !found.hits.first().is_some_and(close);
        }
        if !wished.is_empty() {
            found.hits.iter_mut().for_each(|hit| wished.tell(hit));
        }
        Ok(found)
    }

    /// Adds up what speaks for each service, and returns what that says of the whole.
    fn add_up(&mut self, typed: &Typed, today: NaiveDate) -> Result<Found> {
        self.sums.clear();
        self.know_today(days_since_2000(today));
        if typed.words.is_empty() || self.snapshot.is_empty() {
            return Ok(Found { nothing_close: !typed.words.is_empty(), ..Found::default() });
        }
        let Topics { mut needs, close, mut elsewhere } = self.topics(typed);
        self.follow_words(typed).map_err(damaged)?;
        // So far the sums hold nothing but words.
        let named = self.sums.has_added(w::CLOSE_WORDS * w::WORDS);
        let mut nothing_close = elsewhere.is_some() || close < w::CLOSE && !named;
        self.named.clear();
        if named {
            // Where services are named, letters that lean somewhere say nothing.
            needs.retain(|need| need.score >= w::FAINT);
            if self.lift_named(typed, close) {
                (nothing_close, elsewhere) = (false, None);
            }
        }
        self.follow_needs(&needs).map_err(damaged)?;
        Ok(Found { hits: Vec::new(), needs, nothing_close, understood: !nothing_close, elsewhere })
    }

    /// Lifts the services that the query names, and returns whether it names one or two; not those whose name is what many are called, or all that people say for a need.
    fn lift_named(&mut self, typed: &Typed, close: f32) -> bool {
        let mut named = self.sums.reached(w::NAMED_BY * w::WORDS);
        let mut lift = w::NAMED;
        if named.is_empty() {
            // One of its words may be mistyped.
            named = self.sums.reached(w::NEARLY_NAMED_BY * w::WORDS);
            if named.len() > w::NEARLY_NAMED_ALONE {
                return false;
            }
            lift = w::NEARLY_NAMED;
        }
        // What is for one group alone, or for another nation, must not rise because its sayings share words with what somebody else says.
        named.retain(|number| {
            let alone = self.snapshot.weigh(*number).is(Weigh::ONLY_WHEN_SAID);
            let whole = || {
                let record = self.snapshot.record(*number);
                record.is_some_and(|record| contains(&typed.words, &text::words(&record.service.name)))
            };
            !alone && abroad(&self.snapshot, self.nation, *number) == 0.0 || whole()
        });
        if named.is_empty() || named.len() > w::NAMED_ALONE && close >= w::SAID_WHOLE {
            return false;
        }
        named.iter().for_each(|number| self.sums.add_more(*number, lift));
        self.named = named;
        lift == w::NAMED && self.named.len() <= w::NAMED_ALONE
    }

    /// Adds what the needs say.
    fn follow_needs(&mut self, needs: &[NeedHit]) -> tantivy::Result<()> {
        let snapshot = &self.snapshot;
        let inverted = Dictionary::of(snapshot, snapshot.fields.needs, None)?;
        let best = needs.first().map_or(0.0, |n| n.score);
        for need in needs.iter().take(w::NEEDS_FOLLOWED).filter(|n| n.score >= w::NEED_FLOOR * best) {
            let id = &snapshot.head.needs[usize::from(need.index)].id;
            let Some(listed) = inverted.get(id.as_bytes())? else { continue };
            let rank = |times: usize| MAIN_NEED.saturating_sub(times as u32).min(3) as usize;
            let lists = inverted.lists(&listed)?.into_iter().flatten();
            self.sums.raise(lists, |times| w::NEED * need.score * w::NEED_RANK[rank(times)]);
        }
        Ok(())
    }

    /// Adds what the services' own words say.
    fn follow_words(&mut self, typed: &Typed) -> tantivy::Result<()> {
        let snapshot = &self.snapshot;
        let words = Dictionary::of(snapshot, snapshot.fields.words, Some(&snapshot.gone().words))?;
        let starts = Dictionary::of(snapshot, snapshot.fields.starts, Some(&snapshot.gone().starts))?;
        let dictionaries = Terms { words: &words, starts: &starts, snapshot };
        let all = snapshot.len() as f32;
        let rarest = rarity(all, 1.0);
        self.known_terms.begin();
        let mut meant = Vec::with_capacity(typed.words.len());
        let mut whole = 0.0;
        for (i, word) in typed.words.iter().enumerate() {
            let half = typed.half_typed(i);
            let terms = self.known_terms.of(word, half, || expand(&dictionaries, word, half))?;
            // A half-typed or mistyped word is as rare as the services that its surest terms find.
            let surest = terms.first().map_or(0.0, |t| t.quality);
            let services: u32 = terms
                .iter()
                .filter(|t| t.quality >= surest - 0.1)
                .map(|t| t.listed.services)
                .fold(0, u32::saturating_add);
            let weight = if terms.is_empty() { rarest * 0.8 } else { rarity(all, (services as f32).min(all)) };
            whole += weight;
            meant.push((terms, weight));
        }
        if whole <= 0.0 {
            return Ok(());
        }
        for (i, (terms, weight)) in meant.iter().enumerate() {
            // A word that nearly every service has tells nothing beside others, and is the longest to follow.
            if *weight < w::TELLS_NOTHING * whole {
                continue;
            }
            let mark = u8::try_from(i + 1).unwrap_or(u8::MAX);
            for term in terms.iter() {
                let inverted = if term.start { &starts } else { &words };
                let score = w::WORDS * term.quality * weight / whole;
                let mark = (terms.len() > 1).then_some(mark);
                for list in inverted.lists(&term.listed)?.into_iter().flatten() {
                    self.sums.add(list, mark, |times| score * self.levels[times.min(HEAVIEST as usize)]);
                }
            }
        }
        Ok(())
    }

    /// Returns the best services that anything speaks for.
    fn best(&mut self, typed: &Typed, limit: usize) -> Vec<Hit> {
        self.highest(typed, limit).into_iter().map(|(score, number)| Hit { number, score, ..Hit::default() }).collect()
    }

    /// Returns the same as scores and numbers.
    pub(super) fn highest(&mut self, typed: &Typed, limit: usize) -> Vec<Scored> {
        let Self { snapshot, sums, .. } = self;
        let mut top = Top::new(limit);
        sums.highest(limit, |number, score, floor| top.take(snapshot, typed, number, score, floor));
        if top.left_out && top.all.len() < limit {
            top.all.clear();
            sums.all(|number, score, floor| top.take(snapshot, typed, number, score, floor));
        }
        top.all.sort_unstable_by(order);
        top.all.truncate(limit);
        top.all
    }

    /// Returns the best service of those whose main need is this one.
    fn best_of_need(&self, typed: &Typed, need: u16, wished: Option<&Wished<'_>>) -> tantivy::Result<Option<Hit>> {
        let snapshot = &self.snapshot;
        let inverted = Dictionary::of(snapshot, snapshot.fields.needs, None)?;
        let id = &snapshot.head.needs[usize::from(need)].id;
        let Some(listed) = inverted.get(id.as_bytes())? else { return Ok(None) };
        let mut best: Option<Scored> = None;
        for (first, mut list) in inverted.lists(&listed)?.into_iter().flatten() {
            while list.block_len() > 0 {
                for (number, _) in list.docs().iter().zip(list.freqs()).filter(|(_, times)| **times == MAIN_NEED) {
                    let this = (self.sums.of(first + number), first + number);
                    let better = best.as_ref().is_none_or(|best| order(&this, best).is_lt());
                    if better && snapshot.is_there(this.1) && !is_kept_back(snapshot, typed, this.1) {
                        best = Some(this);
                    }
                }
                list.advance();
            }
        }
        let lift = |number| wished.map_or(0.0, |wished| self.lift(wished, number, Look::Close));
        Ok(best.map(|(sum, number)| Hit { number, score: sum + lift(number), ..Hit::default() }))
    }

    /// Works out what each service is like today, once a day.
    fn know_today(&mut self, today: u16) {
        if self.day != Some(today) {
            self.day = Some(today);
            let (snapshot, nation) = (&self.snapshot, self.nation);
            // One that was replaced can't be raised from so deep.
            let like = |number| match snapshot.is_there(number) {
                true => today_weight(snapshot.weigh(number), today) + abroad(snapshot, nation, number),
                false => f32::NEG_INFINITY,
            };
            self.sums.set_today((0..snapshot.end()).map(like));
        }
    }
}

fn damaged(error: tantivy::TantivyError) -> Error {
    Error::system("The compiled catalogue is damaged.").hint("Make it anew with: signpost reindex").because(error)
}
