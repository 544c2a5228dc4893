//! A service with edits that wait to be sent laid over it.

use super::Edited;
use crate::catalogue::{Service, edit, parse};
use toml::Table;

/// How an edit meets a service.
pub enum Meets {
    /// The service has the new value.
    Done,
    /// It has the old value; with the new one it is this.
    Due(Box<Service>),
    /// Somebody else changed it, or the value is none that the field can have.
    Differs,
}

/// Returns how an edit meets a service. Values are compared by what they mean: a part that is left out is the same as one that says nothing.
pub fn meet(service: &Service, edited: &Edited) -> Meets {
    let Ok(there) = Table::try_from(service) else { return Meets::Differs };
    let laid = |text: &Option<String>| laid(&there, &edited.field, text.as_deref());
    match laid(&edited.now) {
        Some(now) if now == *service => Meets::Done,
        Some(now) if laid(&edited.was).as_ref() == Some(service) => Meets::Due(Box::new(now)),
        _ => Meets::Differs,
    }
}

/// Returns a service as it is with these edits, and the names of the fields that somebody else changed meanwhile and that stay as the catalogue has them. An edit that the catalogue has already changes nothing.
pub fn laid_over(service: &Service, edits: &[Edited]) -> (Service, Vec<String>) {
    let (mut service, mut differing) = (service.clone(), Vec::new());
    for edited in edits {
        match meet(&service, edited) {
            Meets::Done => {}
            Meets::Due(new) => service = *new,
            Meets::Differs => differing.push(edited.field.clone()),
        }
    }
    (service, differing)
}

/// Returns the text of a service's file as it is with these edits; one that somebody else's change stands against is left out.
pub fn lay_on(text: &str, edits: &[Edited]) -> String {
    let mut text = text.to_owned();
    for edited in edits {
        let service: Service = parse(&text, true).value;
        if matches!(meet(&service, edited), Meets::Due(_))
            && let Ok(new) = edit::set(&text, &edited.field, edited.now.as_deref())
        {
            text = new;
        }
    }
    text
}

/// Reads a value as files write it; nothing when it is no TOML.
fn value(text: &str) -> Option<toml::Value> {
    let mut table: Table = toml::from_str(&format!("value = {text}\n")).ok()?;
    table.remove("value").filter(|_| table.is_empty())
}

/// Returns a service with another value of one field, nothing for none; nothing when the field can't have it.
fn laid(there: &Table, field: &str, text: Option<&str>) -> Option<Service> {
    let mut table = there.clone();
    match text {
        Some(text) => drop(table.insert(field.to_owned(), value(text)?)),
        None => drop(table.remove(field)),
    }
    table.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Phone, Taking};

    fn edited(field: &str, was: Option<&str>, now: Option<&str>) -> Edited {
        Edited { field: field.to_owned(), was: was.map(str::to_owned), now: now.map(str::to_owned) }
    }

    #[test]
    fn edits_show_and_what_others_changed_stays() {
        let service = Service {
            name: "Old".into(),
            phones: vec![Phone { number: "01632 960001".into(), ..Phone::default() }],
            minimum_age: Some(5.0),
            ..Service::default()
        };
        let (new, differing) = laid_over(
            &service,
            &[
                edited("phones", Some("[{ number = \"01632 960001\" }]"), Some("[{ number = \"01632 960002\" }]")),
                edited("phones", Some("[{ number = \"01632 960002\" }]"), Some("[{ number = \"01632 960003\" }]")),
                edited("minimum_age", Some("5"), None),
                edited("taking", None, Some("\"full\"")),
                edited("name", Some("\"Older\""), Some("\"New\"")),
                edited("free", Some("\"no\""), Some("\"yes\"")),
                edited("email", None, Some("12")),
            ],
        );
        assert_eq!(new.phones[0].number, "01632 960003");
        assert_eq!((new.minimum_age, new.taking, new.name.as_str()), (None, Some(Taking::Full), "Old"));
        assert_eq!(differing, ["name", "free", "email"]);
        // Nothing changes when the catalogue has it already.
        let (same, none) = laid_over(&new, &[edited("taking", None, Some("\"full\""))]);
        assert_eq!((same, none.len()), (new, 0));
    }
}
