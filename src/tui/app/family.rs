//! Everything that the screen knows of the family at the desk. Ending a visit replaces all of it, so that nothing can be forgotten.

use super::SlipPage;
use crate::desk::{Card, Chip, Listed, Reminder, Results};
use crate::keymap::Action;
use crate::search::{Ask, Filters, Sort};
use crate::tui::chips::Tag;
use crate::tui::entry::Entry;
use crate::tui::filters::Panel;
use crate::tui::form::Form;
use crate::tui::picks::Pick;
use crate::tui::unfound::Unfound;
use crate::visit::{Chosen, Visit};

/// The part of the page that keys go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Focus {
    /// The search box.
    #[default]
    Search,
    /// The panel of filters, which is open as long as it has the focus.
    Filters,
    /// The chips of the filters that are on.
    Chips,
    /// What to do when somebody may be in danger.
    Prompts,
    /// The list of results.
    Results,
    /// The card of the marked service.
    Card,
    /// The basket.
    Basket,
}

/// Everything that the screen knows of the family at the desk.
#[derive(Debug, Default)]
pub struct Family {
    /// The number of the visit, so that what is answered late is known to belong to an earlier one.
    pub number: u64,
    /// Basket and sensitivity.
    pub visit: Visit,
    /// What was typed.
    pub query: Entry,
    /// What is asked for besides the words.
    pub wanted: Ask,
    /// The panel of filters.
    pub panel: Panel,
    /// The marked chip.
    pub chip_at: usize,
    /// A service was added for these words: the next letter begins other words.
    pub done: bool,
    /// The answer that is on screen.
    pub results: Results,
    /// `results` answers words, and not a filter or a distance alone.
    pub by_words: bool,
    /// What is asked for has not changed, but the catalogue has: the marked result stays marked.
    pub same_words: bool,
    /// The number of the last query.
    pub generation: u64,
    /// The number of the query that `results` answers.
    pub answered: u64,
    /// The marked result.
    pub at: usize,
    /// Somebody moved the mark there; else it goes to the best result.
    pub by_hand: bool,
    /// The part of the page that keys go to.
    pub focus: Focus,
    /// The card of the marked service.
    pub card: Option<Card>,
    /// The service whose card was asked for last, and the search that it was asked for.
    pub card_wanted: Option<(String, Ask)>,
    /// Lines by which the card is scrolled.
    pub card_scroll: usize,
    /// Lines by which the prompts are scrolled.
    pub prompt_scroll: usize,
    /// The prompts were read and take one line only.
    pub prompts_folded: bool,
    /// What the desk is reminded of since something was chosen, until it is put away.
    pub privacy: Option<Reminder>,
    /// The marked service in the basket.
    pub basket_at: usize,
    /// The log form, once it was opened.
    pub form: Option<Form>,
    /// The number of the last question for needs.
    pub needs_asked: u64,
    /// The slip.
    pub slip: SlipPage,
    /// What went wrong and must be read: it stays until it is put away or works after all.
    pub failed: Option<String>,
    /// Searches that found nothing, where they are counted.
    pub unfound: Unfound,
    /// A key that was pressed before its query was answered, and is acted on when it is.
    pub held: Option<Action>,
}

impl Family {
    /// Returns whether there is nothing of a visit.
    pub fn is_empty(&self) -> bool {
        self.query.value().is_empty()
            && self.wanted == Ask::default()
            && self.visit == Visit::default()
            && self.form.is_none()
            && !self.slip.is_chosen()
    }

    /// Returns what is to be searched for: words, filters, and what comes first.
    pub fn ask(&self) -> Ask {
        Ask { text: self.query.value().to_owned(), ..self.wanted.clone() }
    }

    /// Returns whether there is anything to search for: without words, a filter or a distance lists what fits.
    pub fn is_asking(&self) -> bool {
        !self.query.is_blank() || self.is_filtered() || self.wanted.sort != Sort::Best
    }

    /// Returns whether a filter is on.
    pub fn is_filtered(&self) -> bool {
        self.wanted.filters != Filters::default()
    }

    /// Returns the chips under the search box. What was taken off is gone at once, before it is searched for again.
    pub fn chips(&self) -> Vec<Tag> {
        let picks = Pick::all(&self.wanted).into_iter().map(Tag::Pick);
        let results = &self.results;
        let on = |chip: &&Chip| !self.wanted.taken_off.contains(&chip.said);
        let heard = results.wishes.iter().filter(on).cloned().map(Tag::Heard);
        picks.chain(heard).chain(results.nearest.iter().cloned().map(Tag::Nearest)).collect()
    }

    /// Returns the marked chip, while the focus is there.
    pub fn chip(&self) -> Option<Tag> {
        if self.focus == Focus::Chips { self.chips().into_iter().nth(self.chip_at) } else { None }
    }

    /// Returns what the screen calls who stands there: nobody assumes a parent beside a young person.
    pub fn who(&self) -> &'static str {
        if self.wanted.young_person { "young person" } else { "family" }
    }

    /// Returns the marked result.
    pub fn selected(&self) -> Option<&Listed> {
        self.results.listed.get(self.at)
    }

    /// Marks a result by hand, the last one when there are not so many.
    pub fn mark(&mut self, place: usize) {
        self.at = place.min(self.results.listed.len().saturating_sub(1));
        self.by_hand = true;
        self.look();
    }

    /// Tells that somebody went to the marked result or to its card.
    pub fn look(&mut self) {
        let sensitive = self.selected().is_some_and(|listed| listed.sensitive);
        self.visit.touch(sensitive);
    }

    /// Returns the marked result where words found it or somebody marked it: what merely stands first in a list of all that fits a filter is nothing that was spoken of.
    pub fn meant(&self) -> Option<&Listed> {
        self.selected().filter(|_| self.by_hand || self.by_words)
    }

    /// Returns whether what is on screen answers an earlier query than what is typed.
    pub fn is_stale(&self) -> bool {
        self.answered != self.generation
    }

    /// Returns the marked service as it goes into the basket, with the need that the query spoke of, else its main one.
    pub fn chosen(&self) -> Option<Chosen> {
        self.selected().map(|listed| Chosen {
            id: listed.id.clone(),
            name: listed.name.clone(),
            need: self.results.need.clone().or_else(|| listed.needs.first().cloned()),
            sensitive: listed.sensitive,
            example: listed.example,
        })
    }

    /// Returns the need for a log without a basket: what the query spoke of, else the main one of the marked service.
    pub fn need(&self) -> Option<String> {
        let main = self.meant().and_then(|listed| listed.needs.first());
        self.results.need.as_ref().or(main).cloned()
    }

    /// Returns the parts of the page that are there, in the order in which Tab visits them.
    pub fn panes(&self) -> Vec<Focus> {
        let mut panes = vec![Focus::Search];
        if !self.results.prompts.is_empty() {
            panes.push(Focus::Prompts);
        }
        if !self.chips().is_empty() {
            panes.push(Focus::Chips);
        }
        if !self.results.listed.is_empty() {
            panes.extend([Focus::Results, Focus::Card]);
        }
        if !self.visit.basket().is_empty() {
            panes.push(Focus::Basket);
        }
        panes
    }

    /// Puts the focus back on the search box where its part of the page is gone.
    pub fn keep_focus(&mut self) {
        if self.focus != Focus::Filters && !self.panes().contains(&self.focus) {
            self.focus = Focus::Search;
        }
        self.chip_at = self.chip_at.min(self.chips().len().saturating_sub(1));
        self.basket_at = self.basket_at.min(self.visit.basket().len().saturating_sub(1));
    }
}
