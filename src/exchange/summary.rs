//! What an import did, for people and for programs.

use super::incoming::Term;
use super::merge::Conflict;
use serde::Serialize;
use std::collections::BTreeMap;

/// What an import did, or would do.
#[derive(Debug, Default, Serialize)]
pub struct Summary {
    /// The register.
    pub scheme: String,
    /// Nothing was written.
    pub dry_run: bool,
    /// Services that were read.
    pub read: usize,
    /// Ids of new files.
    pub new: Vec<String>,
    /// Files that changed, with their fields.
    pub changed: BTreeMap<String, Vec<String>>,
    /// Files that say what the register says already.
    pub unchanged: usize,
    /// Fields that were changed here and say something else there; what stands here stays.
    pub conflicts: BTreeMap<String, Vec<Conflict>>,
    /// Ids of services that the register does not name any more.
    pub gone: Vec<String>,
    /// Ids of services that it names again.
    pub back: Vec<String>,
    /// Ids of services whose address was taken out.
    pub hidden: Vec<String>,
    /// Ids of files that lost their comments with an address in them.
    pub comments_lost: Vec<String>,
    /// Services that were not brought, by reason.
    pub left_out: BTreeMap<&'static str, Vec<String>>,
    /// Needs that were suggested by the search, by id of the service.
    pub suggested: BTreeMap<String, Vec<String>>,
    /// Terms that `taxonomy.toml` says nothing of, the most frequent first.
    pub unmapped: Vec<Unmapped>,
    /// What could not be carried, by field and reason, with the ids of the services.
    pub lost: BTreeMap<String, Vec<String>>,
    /// How many phone numbers were left out, because they are not for the public or may lead to a person or a hidden door, by id of the service.
    pub numbers_held_back: BTreeMap<String, usize>,
    /// What is wrong with the register as a whole.
    pub notes: Vec<String>,
    /// Files that can't be read or changed, with why.
    pub unreadable: BTreeMap<String, String>,
}

/// One term that nothing is said of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unmapped {
    /// The taxonomy.
    pub taxonomy: String,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// How many services have it.
    pub services: usize,
    /// What the search makes of its name.
    pub suggestion: Vec<String>,
}

impl Unmapped {
    /// Returns a term with how often it was met.
    pub fn of(term: Term, services: usize, suggestion: Vec<String>) -> Self {
        Self { taxonomy: term.taxonomy, code: term.code, name: term.name, services, suggestion }
    }

    /// Returns the entry for `taxonomy.toml` that takes the suggestion.
    pub fn entry(&self) -> String {
        let toml = |text: &str| crate::catalogue::edit::quoted(text);
        let needs: Vec<String> = self.suggestion.iter().map(|need| toml(need)).collect();
        let what = if self.name.is_empty() {
            format!("code = {}", toml(&self.code))
        } else {
            format!("name = {}", toml(&self.name))
        };
        format!("[[terms]]\n{what}\nneeds = [{}]\n", needs.join(", "))
    }
}

/// Most examples of one thing that a summary names.
const EXAMPLES: usize = 3;

/// Most terms that it names.
const TERMS: usize = 15;

impl Summary {
    /// Returns whether somebody has to look at something.
    pub fn wants_a_look(&self) -> bool {
        !(self.conflicts.is_empty()
            && self.gone.is_empty()
            && self.hidden.is_empty()
            && self.suggested.is_empty()
            && self.unreadable.is_empty()
            && self.notes.is_empty()
            && self.left_out.iter().all(|(why, _)| QUIET.contains(why)))
    }

    /// Notes something that was not brought.
    pub fn leave_out(&mut self, why: &'static str, id: &str) {
        self.left_out.entry(why).or_default().push(id.to_owned());
    }

    /// Notes what could not be carried of one service, and how many numbers were left out.
    pub fn lose(&mut self, id: &str, lost: Vec<String>, held_back: usize) {
        if held_back > 0 {
            self.numbers_held_back.insert(id.to_owned(), held_back);
        }
        for what in lost {
            self.lost.entry(what).or_default().push(id.to_owned());
        }
    }

    /// Returns the summary in lines for people.
    pub fn lines(&self) -> Vec<String> {
        let mut out = Vec::new();
        out.push(format!("{} read from {}.", count(self.read, "service", "services"), self.scheme));
        let counts = [(self.new.len(), "new"), (self.changed.len(), "changed"), (self.unchanged, "as before")];
        let counts: Vec<String> = counts.iter().map(|(n, what)| format!("{n} {what}")).collect();
        out.push(format!(
            "{}{}.",
            if self.dry_run { "Dry run, nothing was written. It would be: " } else { "" },
            counts.join(", ")
        ));
        for note in &self.notes {
            out.push(format!("! {note}."));
        }
        for (path, why) in &self.unreadable {
            out.push(format!("! {path}: {why}"));
        }
        self.look_lines(&mut out);
        for (why, ids) in &self.left_out {
            out.push(format!("- Not brought: {} {why}{}", count(ids.len(), "record", "records"), examples(ids)));
        }
        if !self.numbers_held_back.is_empty() {
            let ids: Vec<String> = self.numbers_held_back.keys().cloned().collect();
            let numbers = count(self.numbers_held_back.values().sum(), "phone number", "phone numbers");
            out.push(format!(
                "- Left out: {numbers} not for the public, or that may lead to a person or a hidden door{}",
                examples(&ids)
            ));
        }
        if let Some(ids) = self.lost.get(NO_PHONE) {
            let have = if ids.len() == 1 { "has" } else { "have" };
            let why = "Open Referral UK v3 has no place for one";
            out.push(format!("- {} {have} no phone number{} ({why})", ids.len(), examples(ids)));
        }
        self.lost_lines(&mut out);
        self.term_lines(&mut out);
        out
    }

    fn look_lines(&self, out: &mut Vec<String>) {
        if !self.conflicts.is_empty() {
            out.push(format!(
                "! Changed here and there, what stands here stays: {}",
                count(self.conflicts.len(), "file", "files")
            ));
            for (id, conflicts) in self.conflicts.iter().take(10) {
                for Conflict { field, here, there } in conflicts {
                    let there = if there.is_empty() { "nothing any more" } else { there };
                    out.push(format!("    {id}, {field}: here {}, there {}", short(here), short(there)));
                }
            }
            if self.conflicts.len() > 10 {
                out.push("    ... the rest stands in the files under upstream.differs".to_owned());
            }
        }
        let lists = [
            (&self.gone, "not named any more, marked with upstream.gone and not deleted"),
            (&self.back, "named again, the mark is off"),
            (&self.hidden, "lost the address, which the register hides now; git's history still has it"),
            (&self.comments_lost, "lost their comments, because the address stood there"),
        ];
        for (ids, what) in lists.into_iter().filter(|(ids, _)| !ids.is_empty()) {
            out.push(format!("! {}: {what}{}", ids.len(), examples(ids)));
        }
        if !self.suggested.is_empty() {
            let ids: Vec<String> = self.suggested.keys().cloned().collect();
            let what = "new with needs that the search suggests, to look over (upstream.look_over)";
            out.push(format!("! {}: {what}{}", ids.len(), examples(&ids)));
        }
    }

    fn lost_lines(&self, out: &mut Vec<String>) {
        // What is wrong with one value each is counted together.
        type Reasons<'a> = Vec<(&'a str, &'a Vec<String>)>;
        let mut fields: BTreeMap<&str, (usize, Reasons<'_>)> = BTreeMap::new();
        for (what, ids) in self.lost.iter().filter(|(what, _)| *what != NO_PHONE) {
            let (field, why) = what.split_once(": ").unwrap_or((what, ""));
            let entry = fields.entry(field).or_default();
            entry.0 += ids.len();
            entry.1.push((why, ids));
        }
        if fields.is_empty() {
            return;
        }
        out.push("Not carried over:".to_owned());
        for (field, (total, mut reasons)) in fields {
            reasons.sort_by_key(|(why, ids)| (std::cmp::Reverse(ids.len()), *why));
            let shown: Vec<String> = reasons
                .iter()
                .take(EXAMPLES)
                .map(|(why, ids)| {
                    if ids.len() == total {
                        format!("{why}{}", examples(ids))
                    } else {
                        format!("{why} ({})", ids.len())
                    }
                })
                .collect();
            let more = if reasons.len() > EXAMPLES { "; ..." } else { "" };
            out.push(format!("  {field}, {total}: {}{more}", shown.join("; ")));
        }
    }

    fn term_lines(&self, out: &mut Vec<String>) {
        if self.unmapped.is_empty() {
            return;
        }
        out.push(format!(
            "taxonomy.toml says nothing of {}. Write there what they mean, then import again:",
            count(self.unmapped.len(), "term", "terms")
        ));
        for term in self.unmapped.iter().take(TERMS) {
            let name = if term.name.is_empty() { &term.code } else { &term.name };
            let suggestion = if term.suggestion.is_empty() { "?".to_owned() } else { term.suggestion.join(", ") };
            out.push(format!("  {:>5}  {name}  ->  {suggestion}", term.services));
        }
        if self.unmapped.len() > TERMS {
            out.push(format!("  and {} more; --json lists all", self.unmapped.len() - TERMS));
        }
    }
}

/// Nothing was lost: the register names none.
pub const NO_PHONE: &str = "phone: there is none";

/// Reasons why a service is not brought that nobody has to look at.
const QUIET: &[&str] = &[NO_SERVICE, CONFIDENTIAL, CLOSED, NONE_OF_OURS, OWN, TWICE];
/// Something else than a service.
pub const NO_SERVICE: &str = "that are no services";
/// Kept from the public.
pub const CONFIDENTIAL: &str = "that the register keeps from the public";
/// Gone for good.
pub const CLOSED: &str = "that the register says are closed for good";
/// Nothing that families are helped with here.
pub const NONE_OF_OURS: &str = "whose terms mean none of our needs";
/// No name.
pub const NAMELESS: &str = "without a name";
/// Tries of the register's makers.
pub const TEST: &str = "that look like tests";
/// Twice in the register.
pub const TWICE: &str = "that stand in the register twice";
/// Exported from this very catalogue.
pub const OWN: &str = "that this catalogue exported itself";
/// Here already.
pub const HERE: &str = "that are here already under the same name at the same place";
/// Nothing tells a need.
pub const NO_NEED: &str = "of which nobody knows what need they meet; map their terms in taxonomy.toml";
/// Refused by the check.
pub const REFUSED: &str = "whose name or description the check refuses";

fn examples(ids: &[String]) -> String {
    let named: Vec<&str> = ids.iter().map(String::as_str).filter(|id| !id.is_empty()).take(EXAMPLES).collect();
    if named.is_empty() {
        return String::new();
    }
    format!(": {}{}", named.join(", "), if ids.len() > named.len() { ", ..." } else { "" })
}

fn short(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut out: String = text.chars().take(LONGEST).collect();
    if out.len() < text.len() {
        out.push_str("...");
    }
    out
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
