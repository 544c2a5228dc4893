//! Reads JSON that others wrote: what is missing, null, empty or of another type is not there, and nothing else is lost by it.

use serde_json::Value;

/// Returns a text; a number counts as one.
pub fn text(value: &Value, key: &str) -> Option<String> {
    written(value.get(key)?)
}

/// Returns a value as a text.
pub fn written(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim()).filter(|t| !t.is_empty()).map(str::to_owned),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Returns the first of these that is a text.
pub fn text_of(value: &Value, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| text(value, key))
}

/// Returns the objects and texts of a list; a single one counts as a list.
pub fn list<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    let there = value.get(key);
    let items: &[Value] = match there {
        Some(Value::Array(items)) => items,
        Some(one @ (Value::Object(_) | Value::String(_))) => std::slice::from_ref(one),
        _ => &[],
    };
    items.iter()
}

/// Returns a number, also where it is written as a text.
pub fn number(value: &Value, key: &str) -> Option<f64> {
    let found = match value.get(key)? {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    found.is_finite().then_some(found)
}

/// Returns yes or no, in the ways in which it is written.
pub fn flag(value: &Value, key: &str) -> Option<bool> {
    match value.get(key)? {
        Value::Bool(flag) => Some(*flag),
        Value::Number(number) => Some(number.as_f64()? != 0.0),
        Value::String(text) => match text.trim().to_ascii_lowercase().as_str() {
            "true" | "yes" | "y" | "1" => Some(true),
            "false" | "no" | "n" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// Returns whether the register keeps a thing from the public. A mark that can't be read keeps it too.
pub fn is_confidential(value: &Value) -> bool {
    let Value::Object(fields) = value else { return false };
    fields.iter().any(|(key, mark)| {
        if mark.is_null() {
            return false;
        }
        match key.to_ascii_lowercase().as_str() {
            "confidential" | "is_confidential" | "isconfidential" | "private" | "is_private" | "isprivate" => {
                flag(value, key) != Some(false)
            }
            "visible" | "public" | "is_public" | "ispublic" => flag(value, key) == Some(false),
            _ => false,
        }
    })
}

/// Returns whether a register hides where a place is, but not in which area.
pub fn is_masked(value: &Value) -> bool {
    value.get("mask_exact_address").is_some_and(|mark| !mark.is_null())
        && flag(value, "mask_exact_address") != Some(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn takes_what_is_there() {
        let value = json!({"a": " x ", "b": "", "c": null, "d": 7, "e": ["x"], "f": "1.5", "g": "NaN", "h": "Yes"});
        assert_eq!(text(&value, "a").as_deref(), Some("x"));
        assert_eq!(
            [text(&value, "b"), text(&value, "c"), text(&value, "e"), text(&value, "z")],
            [None, None, None, None]
        );
        assert_eq!(text(&value, "d").as_deref(), Some("7"));
        assert_eq!((number(&value, "f"), number(&value, "g"), number(&value, "e")), (Some(1.5), None, None));
        assert_eq!((flag(&value, "h"), flag(&value, "a")), (Some(true), None));
        assert_eq!(list(&value, "d").count() + list(&value, "c").count() + list(&json!(3), "c").count(), 0);
    }

    #[test]
    fn a_mark_that_cannot_be_read_still_keeps_a_secret() {
        for kept in [json!({"confidential": true}), json!({"is_private": "perhaps"}), json!({"visible": false})] {
            assert!(is_confidential(&kept), "{kept}");
        }
        for open in [json!({"confidential": false}), json!({"private": null}), json!({"visible": true}), json!("x")] {
            assert!(!is_confidential(&open), "{open}");
        }
        assert!(is_masked(&json!({"mask_exact_address": "so"})) && is_masked(&json!({"mask_exact_address": true})));
        assert!(!is_masked(&json!({"mask_exact_address": false})) && !is_masked(&json!({"mask_exact_address": null})));
    }
}
