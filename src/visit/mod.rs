//! One family at the desk, from the first key to save, clear or hide: what was chosen for them, whether it is sensitive, and when it leaves the screen.

mod watch;

pub use watch::{Step, Times, Watch};

/// A service that was chosen for the family.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chosen {
    /// Id of the service.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The need that it was chosen for: what the family's words spoke of, else its main one.
    pub need: Option<String>,
    /// Choosing it makes the visit sensitive.
    pub sensitive: bool,
    /// Invented.
    pub example: bool,
}

/// What the desk knows of the family in front of it. Nothing of it is ever written to a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Visit {
    basket: Vec<Chosen>,
    sensitive: bool,
    reminded: bool,
}

impl Visit {
    /// Returns the services in the basket, in the order in which they were added.
    pub fn basket(&self) -> &[Chosen] {
        &self.basket
    }

    /// Returns the ids of the services in the basket.
    pub fn services(&self) -> Vec<String> {
        self.basket.iter().map(|chosen| chosen.id.clone()).collect()
    }

    /// Puts a service into the basket and returns whether it is new there.
    pub fn add(&mut self, chosen: Chosen) -> bool {
        self.touch(chosen.sensitive);
        let new = self.basket.iter().all(|other| other.id != chosen.id);
        if new {
            self.basket.push(chosen);
        }
        new
    }

    /// Takes a service out of the basket and returns it. A visit that was sensitive stays so: what was seen was seen.
    pub fn remove(&mut self, place: usize) -> Option<Chosen> {
        (place < self.basket.len()).then(|| self.basket.remove(place))
    }

    /// Returns whether privacy has to be offered to whoever stands there now, and takes note that it is: once for each person and visit.
    pub fn remind(&mut self) -> bool {
        !std::mem::replace(&mut self.reminded, true)
    }

    /// Tells that somebody else speaks now.
    pub fn another_person(&mut self) {
        self.reminded = false;
    }

    /// Tells that something was on screen that makes the visit sensitive, or not.
    pub fn touch(&mut self, sensitive: bool) {
        self.sensitive |= sensitive;
    }

    /// Returns whether the visit is sensitive, which it stays until it ends.
    pub fn is_sensitive(&self) -> bool {
        self.sensitive
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(id: &str, sensitive: bool) -> Chosen {
        Chosen { id: id.to_owned(), sensitive, ..Chosen::default() }
    }

    #[test]
    fn the_basket_keeps_its_order_and_holds_nothing_twice() {
        let mut visit = Visit::default();
        assert!(visit.add(chosen("b", false)) && visit.add(chosen("a", false)) && !visit.add(chosen("b", false)));
        assert_eq!(visit.services(), ["b", "a"]);
        assert_eq!(visit.remove(0).map(|c| c.id).as_deref(), Some("b"));
        assert_eq!(visit.remove(5), None);
    }

    #[test]
    fn each_person_is_offered_privacy_once() {
        let mut visit = Visit::default();
        assert!(visit.remind() && !visit.remind());
        visit.another_person();
        assert!(visit.remind() && !visit.remind());
    }

    #[test]
    fn a_sensitive_visit_stays_sensitive() {
        let mut visit = Visit::default();
        visit.add(chosen("refuge", true));
        visit.remove(0);
        visit.touch(false);
        assert!(visit.is_sensitive());
    }
}
