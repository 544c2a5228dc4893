//! The log form: an enquiry while it is filled in, line by line.

use super::entry::Entry;
use super::jump::Jump;
use super::picks::by_name;
use crate::catalogue::languages;
use crate::desk::NeedName;
use crate::record::{Ages, Asker, Channel, Enquiry, Ethnicity, Field, Language, Met, Outcome, Reason, Reply};
use crate::text;
use crate::visit::Chosen;
use std::time::Duration;

/// One line of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// What came of a need, by its place.
    Need(usize),
    /// Why nothing could be offered for it.
    Reason(usize),
    /// A box that finds another need.
    AddNeed,
    /// How the family reached the hub.
    Channel,
    /// Who asked.
    Asker,
    /// Ages of the children, several at once.
    Ages,
    /// Whether a child has special needs.
    Send,
    /// The language spoken best.
    Language,
    /// Whether an interpreter was needed.
    Interpreter,
    /// Whether the family has been before.
    Before,
    /// Ethnic group, where the desk asks for it.
    Ethnicity,
    /// A service that was given, by its place.
    Service(usize),
}

/// An enquiry while it is filled in.
#[derive(Debug, Clone)]
pub struct Form {
    /// What will be saved.
    pub enquiry: Enquiry,
    /// Services in the basket, to be ticked as given.
    pub services: Vec<Chosen>,
    /// The box that finds another need.
    pub search: Entry,
    /// What the words in the box may mean beyond the names of needs: ids, best first. None while that is being asked.
    pub meant: Option<Vec<String>>,
    /// The marked line.
    pub at: usize,
    /// The marked age.
    pub age: usize,
    /// The desk asks for ethnicity.
    pub asks_ethnicity: bool,
    /// Letters that were typed on a line with choices.
    jump: Jump,
}

impl Form {
    /// Returns a form filled in as far as the desk knows: needs signposted, all in the basket given, the rest not asked.
    pub fn new(hub: &str, channel: Channel, veiled: bool) -> Self {
        let enquiry = Enquiry { channel, veiled, ..Enquiry::new(hub) };
        Self {
            enquiry,
            services: Vec::new(),
            search: Entry::default(),
            meant: None,
            at: 0,
            age: 0,
            asks_ethnicity: false,
            jump: Jump::default(),
        }
    }

    /// Brings services and their needs into line with the basket, leaving alone what was filled in by hand.
    pub fn follow(&mut self, basket: &[Chosen], query_need: Option<&str>) {
        for gone in self.services.extract_if(.., |s| basket.iter().all(|c| c.id != s.id)) {
            self.enquiry.services.remove(&gone.id);
        }
        for chosen in basket {
            if self.services.iter().all(|s| s.id != chosen.id) {
                self.services.push(chosen.clone());
                self.enquiry.services.insert(chosen.id.clone());
                if let Some(need) = &chosen.need {
                    self.add_need(need);
                }
            }
        }
        if self.enquiry.needs.is_empty()
            && let Some(need) = query_need
        {
            self.add_need(need);
        }
        self.at = self.at.min(self.lines().len() - 1);
    }

    /// Adds a need as signposted and returns whether it is new.
    pub fn add_need(&mut self, need: &str) -> bool {
        let new = self.enquiry.needs.iter().all(|met| met.need != need);
        if new {
            self.enquiry.needs.push(Met::new(need, Outcome::Signposted));
        }
        new
    }

    /// Returns the lines from top to bottom.
    pub fn lines(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        for (place, met) in self.enquiry.needs.iter().enumerate() {
            lines.push(Line::Need(place));
            if met.outcome == Outcome::NothingToOffer {
                lines.push(Line::Reason(place));
            }
        }
        lines.extend([
            Line::AddNeed,
            Line::Channel,
            Line::Asker,
            Line::Ages,
            Line::Send,
            Line::Language,
            Line::Interpreter,
            Line::Before,
        ]);
        lines.extend(self.asks_ethnicity.then_some(Line::Ethnicity));
        lines.extend((0..self.services.len()).map(Line::Service));
        lines
    }

    /// Returns the marked line.
    pub fn line(&self) -> Line {
        self.lines().get(self.at).copied().unwrap_or(Line::AddNeed)
    }

    /// Returns whether letters go into the box for another need.
    pub fn is_typing(&self) -> bool {
        self.line() == Line::AddNeed
    }

    /// Marks the first line of a field in which something is wrong.
    pub fn go_to(&mut self, field: Field) {
        let wanted = |line: &Line| match field {
            Field::Reason => {
                matches!(line, Line::Reason(place) if self.enquiry.needs.get(*place).is_some_and(|m| m.reason.is_none()))
            }
            Field::Needs | Field::Hub => *line == Line::AddNeed,
            Field::Services => matches!(line, Line::Service(_)),
            Field::Ages => *line == Line::Ages,
            Field::Language => *line == Line::Language,
        };
        if let Some(at) = self.lines().iter().position(wanted) {
            self.at = at;
        }
    }

    /// Moves the mark, without going round.
    pub fn move_by(&mut self, by: isize) {
        self.at = self.at.saturating_add_signed(by).min(self.lines().len() - 1);
        self.jump.forget();
    }

    /// Marks the box for another need, or the line after it when it is marked already.
    pub fn turn_to_box(&mut self) {
        if self.is_typing() {
            self.move_by(1);
        } else {
            self.at = self.lines().iter().position(|line| *line == Line::AddNeed).unwrap_or(self.at);
        }
    }

    /// Returns the needs that what is typed in the box may mean, those there already left out: first those whose names it begins, then what everyday words mean.
    pub fn matches<'a>(&self, needs: &'a [NeedName]) -> Vec<&'a NeedName> {
        let typed = text::words(self.search.value());
        if typed.is_empty() {
            return Vec::new();
        }
        let named = |need: &&NeedName| {
            let words = text::words(&format!("{} {}", need.name, need.id));
            typed.iter().all(|t| words.iter().any(|w| w.starts_with(t.as_str())))
        };
        let meant = self.meant.iter().flatten();
        let meant = meant.filter_map(|id| needs.iter().find(|need| need.id == *id)).filter(|need| !named(need));
        let found = needs.iter().filter(named).chain(meant);
        found.filter(|need| self.enquiry.needs.iter().all(|met| met.need != need.id)).collect()
    }

    /// Changes the marked line to the next or an earlier choice.
    pub fn change(&mut self, by: isize) {
        let line = self.line();
        let enquiry = &mut self.enquiry;
        match line {
            Line::Need(place) => {
                let met = &mut enquiry.needs[place];
                met.outcome = turned(Outcome::ALL, &met.outcome, by);
                if met.outcome != Outcome::NothingToOffer {
                    met.reason = None;
                }
            }
            Line::Reason(place) => {
                // There is no answer to begin with: the first one in a list would be counted far too often.
                let met = &mut enquiry.needs[place];
                met.reason = Some(match met.reason {
                    Some(reason) => turned(Reason::ALL, &reason, by),
                    None if by > 0 => Reason::ALL[0],
                    None => Reason::ALL[Reason::ALL.len() - 1],
                });
            }
            Line::Channel => enquiry.channel = turned(Channel::ALL, &enquiry.channel, by),
            Line::Asker => enquiry.asker = turned(Asker::ALL, &enquiry.asker, by),
            Line::Ages => self.age = self.age.saturating_add_signed(by).min(Ages::ALL.len() - 1),
            Line::Send => enquiry.send = turned(Reply::ALL, &enquiry.send, by),
            Line::Interpreter => enquiry.interpreter = turned(Reply::ALL, &enquiry.interpreter, by),
            Line::Before => enquiry.been_before = turned(Reply::ALL, &enquiry.been_before, by),
            Line::Ethnicity => enquiry.ethnicity = turned(Ethnicity::ALL, &enquiry.ethnicity, by),
            Line::Language => enquiry.language = turned(&spoken_values(), &enquiry.language, by),
            Line::Service(_) => self.tick(),
            Line::AddNeed => {}
        }
    }

    /// Ticks or unticks what is marked: an age, or a service that was given.
    pub fn tick(&mut self) {
        match self.line() {
            Line::Ages => {
                let age = Ages::ALL[self.age];
                let ages = &mut self.enquiry.ages;
                if !ages.remove(&age) {
                    // "No children" and an age exclude each other; the last word counts.
                    ages.retain(|other| (age == Ages::NoChildren) == (*other == Ages::NoChildren));
                    ages.insert(age);
                }
            }
            Line::Service(place) => {
                let id = &self.services[place].id;
                if !self.enquiry.services.remove(id) {
                    self.enquiry.services.insert(id.clone());
                }
            }
            _ => self.change(1),
        }
    }

    /// Takes the marked need out and returns whether there was one.
    pub fn remove(&mut self) -> bool {
        let (Line::Need(place) | Line::Reason(place)) = self.line() else { return false };
        self.enquiry.needs.remove(place);
        self.at = self.at.min(self.lines().len() - 1);
        true
    }

    /// Goes to the choice that starts with a letter and those typed just before it, and returns whether there is one.
    pub fn jump(&mut self, letter: char, at: Duration) -> bool {
        let choices = self.choices();
        let now = self.choice().unwrap_or(choices.len().saturating_sub(1));
        let Some(to) = self.jump.to(letter, at, &choices, now) else { return false };
        match self.line() {
            Line::Ages => self.age = to,
            // A reason that is still open has no place to count from: its first turn lands on the first choice.
            Line::Reason(place) if self.enquiry.needs[place].reason.is_none() => {
                self.enquiry.needs[place].reason = Some(Reason::ALL[to]);
            }
            _ => self.change(to.cast_signed() - now.cast_signed()),
        }
        true
    }

    /// Returns the words of all choices on the marked line.
    pub fn choices(&self) -> Vec<&'static str> {
        fn labels<T: Copy>(all: &[T], label: fn(T) -> &'static str) -> Vec<&'static str> {
            all.iter().map(|value| label(*value)).collect()
        }
        match self.line() {
            Line::Need(_) => labels(Outcome::ALL, Outcome::label),
            Line::Reason(_) => labels(Reason::ALL, Reason::label),
            Line::Channel => labels(Channel::ALL, Channel::label),
            Line::Asker => labels(Asker::ALL, Asker::label),
            Line::Ages => labels(Ages::ALL, Ages::label),
            Line::Send | Line::Interpreter | Line::Before => labels(Reply::ALL, Reply::label),
            Line::Ethnicity => labels(Ethnicity::ALL, Ethnicity::label),
            Line::Language => spoken().iter().map(|(_, name)| *name).collect(),
            Line::AddNeed | Line::Service(_) => Vec::new(),
        }
    }

    /// Returns the place of the present choice among [`Form::choices`].
    pub fn choice(&self) -> Option<usize> {
        fn place<T: PartialEq>(all: &[T], value: &T) -> Option<usize> {
            all.iter().position(|other| other == value)
        }
        let enquiry = &self.enquiry;
        match self.line() {
            Line::Need(at) => place(Outcome::ALL, &enquiry.needs[at].outcome),
            Line::Reason(at) => enquiry.needs[at].reason.and_then(|reason| place(Reason::ALL, &reason)),
            Line::Channel => place(Channel::ALL, &enquiry.channel),
            Line::Asker => place(Asker::ALL, &enquiry.asker),
            Line::Ages => Some(self.age),
            Line::Send => place(Reply::ALL, &enquiry.send),
            Line::Interpreter => place(Reply::ALL, &enquiry.interpreter),
            Line::Before => place(Reply::ALL, &enquiry.been_before),
            Line::Ethnicity => place(Ethnicity::ALL, &enquiry.ethnicity),
            Line::Language => place(&spoken_values(), &enquiry.language),
            Line::AddNeed | Line::Service(_) => None,
        }
    }
}

/// Returns the name of a language as the form shows it.
pub fn language_name(language: &Language) -> &str {
    match language {
        Language::NotAsked => NOT_ASKED,
        Language::Code(code) => languages::name(code),
    }
}

const NOT_ASKED: &str = "not asked";

/// Returns the languages that the form offers with their names: not asked, then as everywhere.
fn spoken() -> Vec<(Language, &'static str)> {
    let names = by_name().into_iter().map(|(code, name)| (Language::Code(code.to_owned()), name));
    std::iter::once((Language::NotAsked, NOT_ASKED)).chain(names).collect()
}

fn spoken_values() -> Vec<Language> {
    spoken().into_iter().map(|(language, _)| language).collect()
}

/// Returns the value `by` places further on, going round.
fn turned<T: Clone + PartialEq>(all: &[T], now: &T, by: isize) -> T {
    let at = all.iter().position(|value| value == now).unwrap_or(0);
    let to = (at.cast_signed() + by).rem_euclid(all.len().cast_signed());
    all[to.unsigned_abs()].clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> Form {
        let mut form = Form::new("riverside", Channel::WalkIn, false);
        let chosen = |id: &str, need: &str| Chosen { id: id.into(), need: Some(need.into()), ..Chosen::default() };
        form.follow(&[chosen("a", "food-support"), chosen("b", "food-support")], Some("housing"));
        form
    }

    #[test]
    fn it_starts_with_what_the_desk_knows_and_asks_for_nothing_else() {
        let form = form();
        assert_eq!(form.enquiry.needs, [Met::new("food-support", Outcome::Signposted)]);
        assert_eq!(form.enquiry.services.len(), 2);
        assert_eq!(form.enquiry.faults(), []);
        assert!(form.enquiry.ages.is_empty() && form.enquiry.send == Reply::NotAsked);
    }

    #[test]
    fn nothing_to_offer_opens_a_line_for_the_reason_and_closes_it_again() {
        let mut form = form();
        form.change(-1);
        assert_eq!(form.lines()[1], Line::Reason(0));
        form.go_to(form.enquiry.faults()[0].field);
        assert_eq!((form.line(), form.choice()), (Line::Reason(0), None));
        assert!(form.jump('w', Duration::ZERO));
        assert_eq!(form.enquiry.needs[0].reason, Some(Reason::WaitingList));
        assert!(form.jump('w', Duration::ZERO));
        assert_eq!(form.enquiry.needs[0].reason, Some(Reason::WrongTimes));
        form.at = 0;
        form.change(1);
        assert_eq!(form.enquiry.needs[0].reason, None);
    }

    #[test]
    fn an_age_takes_no_children_back() {
        let mut form = form();
        form.at = form.lines().iter().position(|l| *l == Line::Ages).unwrap();
        form.age = Ages::ALL.len() - 1;
        form.tick();
        form.age = 1;
        form.tick();
        assert_eq!(form.enquiry.ages, [Ages::Under2].into());
        assert_eq!(form.enquiry.faults(), []);
    }

    #[test]
    fn ethnicity_is_a_line_only_where_it_is_asked_and_never_filled_in() {
        let mut form = form();
        assert!(!form.lines().contains(&Line::Ethnicity));
        form.asks_ethnicity = true;
        form.at = form.lines().iter().position(|line| *line == Line::Ethnicity).unwrap();
        assert_eq!((form.enquiry.ethnicity, form.choice()), (Ethnicity::NotAsked, Some(0)));
        assert_eq!(form.choices().len(), Ethnicity::ALL.len());
        form.change(1);
        assert_eq!(form.enquiry.ethnicity, Ethnicity::Asian);
        form.change(-1);
        assert!(form.jump('w', Duration::ZERO));
        assert_eq!(form.enquiry.ethnicity, Ethnicity::White);
    }

    #[test]
    fn choices_go_round_and_every_language_is_a_code() {
        let mut form = form();
        form.at = form.lines().iter().position(|l| *l == Line::Language).unwrap();
        for (_, name) in spoken().into_iter().skip(1) {
            form.change(1);
            assert_eq!(language_name(&form.enquiry.language), name);
            assert_eq!(form.enquiry.faults(), []);
        }
        form.change(1);
        assert_eq!(form.enquiry.language, Language::NotAsked);
    }
}
