//! Sets one field of a file that people write. Comments and the order of everything else stay as they are.

use toml_edit::{DocumentMut, Item, Value};

/// Returns a file's text with another value of a field at its top; without one the field goes. Nothing when the text or the value is no TOML.
pub fn set(text: &str, field: &str, value: Option<&str>) -> Option<String> {
    let mut file: DocumentMut = text.parse().ok()?;
    let Some(value) = value else {
        file.remove(field);
        return Some(file.to_string());
    };
    let mut value: Value = value.trim().parse().ok()?;
    match file.get_mut(field).and_then(Item::as_value_mut) {
        Some(old) => {
            *value.decor_mut() = old.decor().clone();
            *old = value;
        }
        None => {
            file.remove(field);
            file.insert(field, Item::Value(value));
        }
    }
    Some(file.to_string())
}

/// Returns the value of a field at the top of a file; nothing when there is none.
pub fn get(text: &str, field: &str) -> Option<toml::Value> {
    text.parse::<toml::Table>().ok()?.remove(field)
}

/// Reads a value as files write it; nothing when it is no TOML.
pub fn value(text: &str) -> Option<toml::Value> {
    format!("value = {}", text.trim()).parse::<toml::Table>().ok()?.remove("value")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_else_stays_as_it_is() {
        let text = "# Ours.\nname = \"A\" # as on the door\nchecked = { on = 2026-01-01, by = \"x\", how = \"phone\" } # rung\n\n[[sessions]]\nbyday = [\"Mo\"]\n";
        let new = set(text, "checked", Some("{ on = 2026-11-22, by = \"y\", how = \"web\" }")).unwrap();
        assert_eq!(
            new,
            text.replace("2026-01-01, by = \"x\", how = \"phone\"", "2026-11-22, by = \"y\", how = \"web\"")
        );
        let new = set(text, "email", Some("\"a@b.example\"")).unwrap();
        assert_eq!(get(&new, "email"), value("\"a@b.example\""));
        assert!(new.contains("as on the door") && new.ends_with("[[sessions]]\nbyday = [\"Mo\"]\n"), "{new}");
        let new = set(text, "sessions", Some("[{ byday = [\"Tu\"] }]")).unwrap();
        assert_eq!(get(&new, "sessions"), value("[{ byday = [\"Tu\"] }]"));
        assert_eq!(get(&set(text, "name", None).unwrap(), "name"), None);
        assert_eq!(set("name = ", "name", None), None);
        assert_eq!(set(text, "name", Some("\"a\"\nid = 1")), None);
    }
}
