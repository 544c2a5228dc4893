//! Which words of a service the index holds, and how much each weighs.

use super::record::Record;
use crate::catalogue::{Delivery, Hub, hours, languages};
use crate::text;
use rustc_hash::FxHashMap;

/// Most that a word can weigh in one service.
pub const HEAVIEST: u32 = 8;

/// Letters that the longest indexed beginning of a word has.
pub const LONGEST_START: usize = 2;

/// Collects the words of one service; made once and used for many, so that it does not allocate for each.
#[derive(Debug, Default)]
pub struct Terms {
    weights: FxHashMap<String, u32>,
    starts: FxHashMap<String, u32>,
}

impl Terms {
    /// Collects the words of a service.
    pub fn collect(&mut self, record: &Record, hubs: &[(String, Hub)]) {
        let service = &record.service;
        self.weights.clear();
        self.add(&service.name, 4);
        for phrase in &service.words {
            self.add(phrase, 4);
        }
        self.add(text::first_sentence(&service.description), 2);
        self.add(&service.description, 1);
        for field in [&service.organisation, &service.eligibility, &service.service_area, &service.application_process]
        {
            self.add(field.as_deref().unwrap_or(""), 1);
        }
        for place in &service.places {
            for field in [&place.name, &place.city, &place.area] {
                self.add(field.as_deref().unwrap_or(""), 2);
            }
            if let Some((_, hub)) = place.hub.as_ref().and_then(|id| hubs.iter().find(|(known, _)| known == id)) {
                self.add(&hub.name, 2);
                self.add(&hub.city, 1);
            }
        }
        for code in &service.languages {
            self.add(languages::name(code), 2);
        }
        for session in &service.sessions {
            for day in &session.byday {
                self.add(hours::day_name(*day), 2);
            }
            self.add(session.notes.as_deref().unwrap_or(""), 1);
        }
        for way in &service.delivery {
            let word = match way {
                Delivery::InPerson => "",
                Delivery::Phone => "phone helpline",
                Delivery::Online => "online",
                Delivery::HomeVisit => "home visit",
            };
            self.add(word, 1);
        }
        self.starts.clear();
        for (word, weight) in &self.weights {
            for (at, letter) in word.char_indices().take(LONGEST_START) {
                let start = &word[..at + letter.len_utf8()];
                match self.starts.get_mut(start) {
                    Some(most) => *most = (*most).max(*weight),
                    None => {
                        self.starts.insert(start.to_owned(), *weight);
                    }
                }
            }
        }
    }

    /// Returns the words that were collected last, with their weights.
    pub fn words(&self) -> impl Iterator<Item = (&str, u32)> {
        self.weights.iter().map(|(word, weight)| (word.as_str(), (*weight).min(HEAVIEST)))
    }

    /// Returns the beginnings of these words, each with the weight of the heaviest of its words.
    pub fn starts(&self) -> impl Iterator<Item = (&str, u32)> {
        self.starts.iter().map(|(start, weight)| (start.as_str(), (*weight).min(HEAVIEST)))
    }

    fn add(&mut self, text: &str, weight: u32) {
        text::each_word(text, |word| match self.weights.get_mut(word) {
            Some(sum) => *sum += weight,
            None => {
                self.weights.insert(word.to_owned(), weight);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Service;
    use std::collections::HashMap;

    #[test]
    fn a_name_weighs_more_than_a_description() {
        let record = Record {
            service: Service {
                name: "Baby bank".into(),
                description: "Nappies and clothes. Also prams.".into(),
                languages: vec!["ur".into()],
                ..Service::default()
            },
            ..Record::default()
        };
        let mut terms = Terms::default();
        terms.collect(&record, &[]);
        let found: HashMap<&str, u32> = terms.words().collect();
        let starts: HashMap<&str, u32> = terms.starts().collect();
        assert_eq!(found["baby"], 4);
        assert_eq!(found["nappies"], 3);
        assert_eq!(found["prams"], 1);
        assert_eq!(found["urdu"], 2);
        assert_eq!(starts["p"], 1);
        assert_eq!(starts["ba"], 4);
        assert!(!starts.contains_key("bab"));
    }
}
