//! The fields of a service while they are edited: one box for each value.

use super::entry::Entry;
use crate::desk::FormField;

/// The fields of a service.
#[derive(Debug, Default)]
pub struct Fields {
    /// Id of the service.
    pub service: String,
    /// Its name.
    pub name: String,
    /// A visit in which it is opened is sensitive.
    pub sensitive: Option<bool>,
    /// The fields as they were; nothing while they are read.
    known: Option<Vec<FormField>>,
    lines: Vec<Line>,
    /// The marked line.
    pub at: usize,
    /// What is wrong with a field, by its place, as the desk said it.
    pub fault: Option<(usize, String)>,
    /// It is on its way to the store, and waits for the answer.
    pub saving: bool,
    /// Number of the question for the fields.
    pub asked: u64,
}

/// One value of a field.
#[derive(Debug)]
pub struct Line {
    /// The place of the field.
    pub field: usize,
    /// It is the first value of its field, which the label stands before.
    pub first: bool,
    /// Its box.
    pub entry: Entry,
}

impl Fields {
    /// Returns the fields of a service that are still being read.
    pub fn waiting(service: String, name: String, asked: u64) -> Self {
        Self { service, name, asked, ..Self::default() }
    }

    /// Takes the fields in.
    pub fn fill(&mut self, fields: Vec<FormField>) {
        self.lines.clear();
        for (at, field) in fields.iter().enumerate() {
            // What has one value only stays in one box, line breaks and all.
            let values: Vec<&str> = if field.several { field.text.lines().collect() } else { vec![&field.text] };
            let open = field.several.then_some("");
            let entries = values.into_iter().chain(open).map(|value| Entry::roomy(value.replace('\n', " ")));
            self.lines.extend(entries.enumerate().map(|(n, entry)| Line { field: at, first: n == 0, entry }));
        }
        self.known = Some(fields);
        self.at = 0;
    }

    /// Returns whether they are still being read.
    pub fn is_reading(&self) -> bool {
        self.known.is_none()
    }

    /// Returns the lines from top to bottom.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Returns a field as it was.
    pub fn field(&self, at: usize) -> Option<&FormField> {
        self.known.as_ref()?.get(at)
    }

    /// Returns the field of the marked line.
    pub fn marked(&self) -> Option<(usize, &FormField)> {
        let at = self.lines.get(self.at)?.field;
        Some((at, self.field(at)?))
    }

    /// Returns the box of the marked line, unless what it holds is on its way to the store.
    pub fn entry(&mut self) -> Option<&mut Entry> {
        if self.saving { None } else { self.lines.get_mut(self.at).map(|line| &mut line.entry) }
    }

    /// Moves the mark.
    pub fn step(&mut self, by: isize) {
        self.at = self.at.saturating_add_signed(by).min(self.lines.len().saturating_sub(1));
    }

    /// Brings the lines into line with what was typed: a field with several values always has an empty box for one more.
    pub fn typed(&mut self) {
        let Some((field, several)) = self.marked().map(|(at, field)| (at, field.several)) else { return };
        self.fault.take_if(|(at, _)| *at == field);
        if !several {
            return;
        }
        let last = self.lines.iter().rposition(|line| line.field == field).unwrap_or(self.at);
        if !self.lines[last].entry.is_blank() {
            self.lines.insert(last + 1, Line { field, first: false, entry: Entry::roomy("") });
        }
    }

    /// Returns the fields as they are in the boxes.
    pub fn now(&self) -> Vec<FormField> {
        let known = self.known.iter().flatten().enumerate();
        known.map(|(at, field)| FormField { text: self.text(at, field), ..field.clone() }).collect()
    }

    /// Returns what the boxes of a field say: what it was, to the letter, where nothing else was typed.
    fn text(&self, at: usize, field: &FormField) -> String {
        let values: Vec<&str> = self.lines.iter().filter(|line| line.field == at).map(|l| l.entry.value()).collect();
        let same =
            |old: &[&str]| old.iter().map(|o| o.trim()).eq(values.iter().map(|v| v.trim()).filter(|v| !v.is_empty()));
        if field.several {
            let old: Vec<&str> = field.text.lines().filter(|line| !line.trim().is_empty()).collect();
            if same(&old) {
                return field.text.clone();
            }
            return values.iter().map(|v| v.trim()).filter(|v| !v.is_empty()).collect::<Vec<_>>().join("\n");
        }
        let typed = values.concat();
        if typed == field.text.replace('\n', " ") { field.text.clone() } else { typed.trim().to_owned() }
    }

    /// Returns the labels of the fields in which something was changed.
    pub fn changed(&self) -> Vec<&str> {
        let known = self.known.iter().flatten().enumerate();
        known.filter(|(at, field)| self.text(*at, field) != field.text).map(|(_, field)| field.label.as_str()).collect()
    }

    /// Returns whether anything was changed.
    pub fn is_changed(&self) -> bool {
        !self.changed().is_empty()
    }

    /// Takes in why the fields were refused, and marks the one that it is about.
    pub fn refuse(&mut self, problem: &str) {
        self.saving = false;
        let low = problem.to_lowercase();
        let named = self.known.iter().flatten().enumerate().filter_map(|(at, field)| {
            let label = field.label.to_lowercase();
            let place = low.find(&label).filter(|_| !label.is_empty())?;
            // The first one named is meant; of two at one place the longer.
            Some((place, usize::MAX - label.len(), at))
        });
        if let Some((_, _, at)) = named.min() {
            self.fault = Some((at, problem.to_owned()));
            self.at = self.lines.iter().position(|line| line.field == at).unwrap_or(self.at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields() -> Fields {
        let field = |key: &str, text: &str, several| FormField {
            key: key.into(),
            label: key.into(),
            hint: String::new(),
            text: text.into(),
            several,
        };
        let mut fields = Fields::default();
        fields.fill(vec![
            field("Name", "Quay", false),
            field("Phones", "01632 1\n01632 2", true),
            field("Words", "one\ntwo", false),
        ]);
        fields
    }

    fn type_in(fields: &mut Fields, at: usize, text: &str) {
        fields.at = at;
        *fields.entry().unwrap() = Entry::roomy(text);
        fields.typed();
    }

    #[test]
    fn what_nobody_touched_stays_as_it_was_to_the_letter() {
        let fields = fields();
        assert!(!fields.is_changed());
        assert_eq!(fields.now()[2].text, "one\ntwo");
        assert_eq!(fields.lines().len(), 5, "one more box for another phone");
    }

    #[test]
    fn a_field_with_several_values_grows_and_an_emptied_box_is_gone() {
        let mut fields = fields();
        type_in(&mut fields, 3, "01632 3");
        assert_eq!(fields.lines().len(), 6);
        type_in(&mut fields, 1, "");
        assert_eq!(fields.now()[1].text, "01632 2\n01632 3");
        assert_eq!(fields.changed(), ["Phones"]);
        type_in(&mut fields, 1, "01632 1");
        type_in(&mut fields, 3, "");
        assert!(!fields.is_changed());
    }

    #[test]
    fn a_refusal_marks_the_field_that_it_names() {
        let mut fields = fields();
        fields.saving = true;
        fields.refuse("Phones: \"x\" is no telephone number.");
        assert_eq!((fields.at, fields.saving), (1, false));
        assert!(fields.fault.is_some());
        type_in(&mut fields, 1, "01632 9");
        assert_eq!(fields.fault, None);
    }
}
