//! Says why a service was found.

use super::ask::Ask;
use super::dictionary::Dictionary;
use super::fit::Moment;
use super::forms::{distance, each_form, forgiven};
use super::needs::NeedWords;
use super::rank::Engine;
use super::wish::Wished;
use super::{NeedHit, Typed, Why, WhyKind};
use crate::snapshot::{Record, Snapshot};
use crate::text;

/// What is needed to say of services why they stand where they stand.
pub struct Explained<'a> {
    engine: &'a Engine,
    typed: &'a Typed,
    needs: Vec<NeedHit>,
    wished: &'a Wished<'a>,
    chosen: Wished<'a>,
}

impl<'a> Explained<'a> {
    /// Makes a search ready to be explained.
    pub fn new(
        engine: &'a mut Engine,
        typed: &'a Typed,
        ask: &Ask,
        wished: &'a Wished<'a>,
        moment: Moment<'a>,
    ) -> Self {
        let needs = engine.needs_of(typed);
        let engine: &Engine = engine;
        let chosen = Wished::of_filters(&ask.filters, engine.snapshot(), moment);
        Self { engine, typed, needs, wished, chosen }
    }

    /// Returns what speaks for a service and what does not: the best need it shares with the query, the fields that hold the query's words, then what the words wish and what was chosen.
    pub fn why(&self, number: u32) -> Vec<Why> {
        let snapshot = self.engine.snapshot();
        let Some(record) = snapshot.record(number) else { return Vec::new() };
        let mut out = matches(&record, snapshot, self.engine.need_words(), self.typed, &self.needs);
        for why in self.wished.reasons(number).into_iter().chain(self.chosen.reasons(number)) {
            if !out.contains(&why) {
                out.push(why);
            }
        }
        out
    }
}

/// Returns what the words say for a service.
fn matches(record: &Record, snapshot: &Snapshot, words: &NeedWords, typed: &Typed, needs: &[NeedHit]) -> Vec<Why> {
    let head = &snapshot.head;
    let service = &record.service;
    let mut out = Vec::new();
    let shared = needs
        .iter()
        .take(super::weights::NEEDS_FOLLOWED)
        .find(|hit| head.needs.get(usize::from(hit.index)).is_some_and(|need| service.needs.contains(&need.id)));
    if let Some(hit) = shared
        && let Some(need) = head.needs.get(usize::from(hit.index))
    {
        let said = words.told(hit.index, typed).and_then(|at| need.sayings().nth(at));
        let said = said.map(|said| format!(" (\"{}\")", text::fold(&said))).unwrap_or_default();
        out.push(Why { kind: WhyKind::Match, field: "need", text: format!("{}{said}", need.name) });
    }
    let phrases = service.words.join(" ");
    let organisation = service.organisation.as_deref().unwrap_or("");
    for (field, value) in [
        ("name", service.name.as_str()),
        ("words", phrases.as_str()),
        ("organisation", organisation),
        ("description", service.description.as_str()),
    ] {
        let shared = shared_words(value, typed, snapshot);
        if !shared.is_empty() {
            out.push(Why { kind: WhyKind::Match, field, text: shared.join(", ") });
        }
    }
    out
}

/// Returns the words of a text that the query means, in the order of the query.
fn shared_words(value: &str, typed: &Typed, snapshot: &Snapshot) -> Vec<String> {
    let own = text::words(value);
    let mut out: Vec<String> = Vec::new();
    for (i, word) in typed.words.iter().enumerate().filter(|(_, word)| !is_common(snapshot, word)) {
        let mut forms = vec![word.clone()];
        each_form(word, |form| forms.push(form.to_owned()));
        let exact = own.iter().find(|w| forms.contains(w));
        let prefix = || own.iter().find(|w| typed.half_typed(i) && w.starts_with(word.as_str()));
        let most = forgiven(word.chars().count());
        let typo = || own.iter().find(|w| most > 0 && distance(w.as_bytes(), word.as_bytes(), most).is_some());
        if let Some(found) = exact.or_else(prefix).or_else(typo)
            && !out.contains(found)
        {
            out.push(found.clone());
        }
    }
    out
}

/// Returns whether a word stands in so many services that it tells nothing: "and", "the".
pub fn is_common(snapshot: &Snapshot, word: &str) -> bool {
    let words = Dictionary::of(snapshot, snapshot.fields.words, Some(&snapshot.gone().words));
    let listed = words.ok().and_then(|words| words.get(word.as_bytes()).ok().flatten());
    listed.is_some_and(|listed| listed.services > snapshot.len() / 4)
}
