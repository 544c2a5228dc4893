//! Adds up what speaks for each service and takes the best.

use super::expand::expand;
use super::needs::NeedWords;
use super::{Found, Hit, Typed, weights as w};
use crate::error::{Error, Result};
use crate::snapshot::{HEAVIEST, MAIN_NEED, Snapshot, Weigh, days_since_2000};
use crate::text;
use chrono::NaiveDate;
use std::sync::Arc;
use tantivy::Term;
use tantivy::postings::TermInfo;
use tantivy::schema::IndexRecordOption;

/// Finds services in one snapshot. Keeps its working memory between queries, so one engine serves one thread.
pub struct Engine {
    snapshot: Arc<Snapshot>,
    needs: NeedWords,
    /// What speaks for each service by its own words.
    words: Vec<f32>,
    /// The same by its needs.
    by_need: Vec<f32>,
    /// The last typed word, counted from 1, that a service matched.
    matched: Vec<u8>,
    /// Services that anything speaks for.
    touched: Vec<u32>,
    /// How much a word of each weight counts.
    levels: [f32; HEAVIEST as usize + 1],
}

impl Engine {
    /// Returns an engine for a snapshot.
    pub fn new(snapshot: Arc<Snapshot>) -> Self {
        let count = snapshot.len() as usize;
        let needs = NeedWords::new(&snapshot.head.needs);
        let levels = std::array::from_fn(|n| n as f32 / (n as f32 + w::LEVEL));
        Self {
            snapshot,
            needs,
            words: vec![0.0; count],
            by_need: vec![0.0; count],
            matched: vec![0; count],
            touched: Vec::new(),
            levels,
        }
    }

    /// Returns the snapshot that is searched.
    pub fn snapshot(&self) -> &Arc<Snapshot> {
        &self.snapshot
    }

    /// Returns the words of the needs.
    pub fn need_words(&self) -> &NeedWords {
        &self.needs
    }

    /// Returns the services that fit a query, best first, at most `limit`.
    ///
    /// # Errors
    /// When the snapshot is damaged.
    pub fn find(&mut self, typed: &Typed, today: NaiveDate, limit: usize) -> Result<Found> {
        self.clear();
        if typed.words.is_empty() || self.snapshot.is_empty() {
            return Ok(Found { nothing_close: !typed.words.is_empty(), ..Found::default() });
        }
        let needs = self.needs.find(typed);
        self.follow_needs(&needs).map_err(damaged)?;
        self.follow_words(typed).map_err(damaged)?;
        let hits = self.best(typed, days_since_2000(today), limit);
        let best_words = self.touched.iter().map(|n| self.words[*n as usize]).fold(0.0, f32::max);
        let best_need = needs.first().map_or(0.0, |n| n.score);
        let nothing_close = best_need.max(best_words) < w::CLOSE;
        Ok(Found { hits, needs, nothing_close })
    }

    fn clear(&mut self) {
        for number in self.touched.drain(..) {
            let at = number as usize;
            self.words[at] = 0.0;
            self.by_need[at] = 0.0;
            self.matched[at] = 0;
        }
    }

    /// Adds what the needs say.
    fn follow_needs(&mut self, needs: &[super::NeedHit]) -> tantivy::Result<()> {
        let snapshot = Arc::clone(&self.snapshot);
        let Some(segment) = snapshot.segment() else { return Ok(()) };
        let inverted = segment.inverted_index(snapshot.fields.needs)?;
        let best = needs.first().map_or(0.0, |n| n.score);
        for need in needs.iter().take(w::NEEDS_FOLLOWED).filter(|n| n.score >= w::NEED_FLOOR * best) {
            let id = &snapshot.head.needs[usize::from(need.index)].id;
            let term = Term::from_field_text(snapshot.fields.needs, id);
            let Some(mut postings) = inverted.read_block_postings(&term, IndexRecordOption::WithFreqs)? else {
                continue;
            };
            while postings.block_len() > 0 {
                for (number, times) in postings.docs().iter().zip(postings.freqs()) {
                    let rank = MAIN_NEED.saturating_sub(*times).min(3) as usize;
                    let score = need.score * w::NEED_RANK[rank];
                    let at = *number as usize;
                    if self.by_need[at] == 0.0 {
                        self.touched.push(*number);
                    }
                    self.by_need[at] = self.by_need[at].max(score);
                }
                postings.advance();
            }
        }
        Ok(())
    }

    /// Adds what the services' own words say.
    fn follow_words(&mut self, typed: &Typed) -> tantivy::Result<()> {
        let snapshot = Arc::clone(&self.snapshot);
        let Some(segment) = snapshot.segment() else { return Ok(()) };
        let inverted = segment.inverted_index(snapshot.fields.words)?;
        let all = snapshot.len() as f32;
        let rarest = rarity(all, 1.0);
        let mut meant = Vec::with_capacity(typed.words.len());
        let mut whole = 0.0;
        for (i, word) in typed.words.iter().enumerate() {
            let terms = expand(inverted.terms(), word, typed.half_typed(i))?;
            // A half-typed or mistyped word is as rare as the services that its surest terms find.
            let surest = terms.first().map_or(0.0, |t| t.quality);
            let services: u32 = terms
                .iter()
                .filter(|t| t.quality >= surest - 0.1)
                .map(|t| t.info.doc_freq)
                .fold(0, u32::saturating_add);
            let weight = if terms.is_empty() { rarest * 0.8 } else { rarity(all, (services as f32).min(all)) };
            whole += weight;
            meant.push((terms, weight));
        }
        if whole <= 0.0 {
            return Ok(());
        }
        for (i, (terms, weight)) in meant.iter().enumerate() {
            let mark = u8::try_from(i + 1).unwrap_or(u8::MAX);
            for term in terms {
                self.follow_term(&inverted, &term.info, mark, term.quality * weight / whole)?;
            }
        }
        Ok(())
    }

    /// Adds one term's services; the first, surest term of a typed word counts, further ones don't.
    fn follow_term(
        &mut self,
        inverted: &tantivy::InvertedIndexReader,
        info: &TermInfo,
        mark: u8,
        score: f32,
    ) -> tantivy::Result<()> {
        let mut postings = inverted.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
        while postings.block_len() > 0 {
            for (number, weight) in postings.docs().iter().zip(postings.freqs()) {
                let at = *number as usize;
                if self.matched[at] == mark {
                    continue;
                }
                if self.matched[at] == 0 && self.by_need[at] == 0.0 {
                    self.touched.push(*number);
                }
                self.matched[at] = mark;
                self.words[at] += score * self.levels[(*weight).min(HEAVIEST) as usize];
            }
            postings.advance();
        }
        Ok(())
    }

    /// Returns whether a query names a service, or says one of its own phrases whole.
    fn asked_for(&self, number: u32, typed: &Typed) -> bool {
        let Some(record) = self.snapshot.record(number) else { return false };
        let service = &record.service;
        std::iter::once(&service.name).chain(&service.words).map(|phrase| text::words(phrase)).any(|phrase| {
            contains(&typed.words, &phrase) || phrase.len() > 1 && contains(&phrase, &typed.words) && !typed.open
        })
    }

    /// Returns the best services that anything speaks for.
    fn best(&self, typed: &Typed, today: u16, limit: usize) -> Vec<Hit> {
        let mut top: Vec<Hit> = Vec::with_capacity(2 * limit + 1);
        let mut floor = f32::NEG_INFINITY;
        let order = |a: &Hit, b: &Hit| b.score.total_cmp(&a.score).then(a.number.cmp(&b.number));
        for number in &self.touched {
            let at = *number as usize;
            let asked = w::NEED * self.by_need[at] + w::WORDS * self.words[at];
            // What a service is like today adds at most this much, so most are passed over without looking.
            if asked + w::LOCAL + w::NO_PROFESSIONAL + w::CHECKED <= floor {
                continue;
            }
            let weigh = self.snapshot.weigh(*number);
            // Who suffers abuse must never be sent to a line for those who use it: it is not listed at all unless it was asked for in its own words.
            if weigh.is(Weigh::FOR_ABUSERS) && !self.asked_for(*number, typed) {
                continue;
            }
            let score = asked + today_weight(weigh, today);
            if score > floor {
                top.push(Hit { number: *number, score });
                if top.len() > 2 * limit {
                    top.select_nth_unstable_by(limit, order);
                    top.truncate(limit);
                    floor = top.iter().map(|h| h.score).fold(f32::INFINITY, f32::min);
                }
            }
        }
        top.sort_unstable_by(order);
        top.truncate(limit);
        top
    }
}

/// Returns whether the words of `part` stand in `whole` one after the other.
fn contains(whole: &[String], part: &[String]) -> bool {
    !part.is_empty() && whole.windows(part.len()).any(|window| window == part)
}

/// Returns what a service is like today, apart from the query.
fn today_weight(weigh: Weigh, today: u16) -> f32 {
    let mut sum = 0.0;
    let mut add = |flag, weight| sum += if weigh.is(flag) { weight } else { 0.0 };
    add(Weigh::NO_PROFESSIONAL, w::NO_PROFESSIONAL);
    add(Weigh::WAITING, w::WAITING);
    add(Weigh::SHUT, w::SHUT);
    add(Weigh::GONE, w::GONE);
    if !weigh.is(Weigh::NATIONAL) {
        sum += w::LOCAL;
    }
    if weigh.checked > 0 {
        let age = f32::from(today.saturating_sub(weigh.checked));
        sum += w::CHECKED * (1.0 - age / w::CHECK_FADES).max(0.0);
    } else if weigh.is(Weigh::SOURCED) {
        sum += w::SOURCED;
    }
    sum
}

fn rarity(all: f32, with: f32) -> f32 {
    (1.0 + (all - with + 0.5) / (with + 0.5)).ln()
}

fn damaged(error: tantivy::TantivyError) -> Error {
    Error::system("The compiled catalogue is damaged.").hint("Make it anew with: signpost reindex").because(error)
}
