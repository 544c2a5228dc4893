//! Reads JSON one record at a time, so that a large file needs no more memory than a small one.

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;
use std::io::Read;

/// Names under which envelopes hold their records.
const LISTS: &[&str] = &["contents", "content", "items", "results", "data", "records"];

/// What stands around the records.
#[derive(Debug, Default)]
pub struct Around {
    /// The other fields of the envelope.
    pub fields: Map<String, Value>,
    /// How many records there were.
    pub records: usize,
    /// The records stood in a list inside an envelope.
    pub enveloped: bool,
}

/// Calls `take` with every record of a JSON text, or of several in a row: of a list, of an envelope around one, or the one that it is. What was read before a mistake was taken.
///
/// # Errors
/// When it is no JSON from some place on, in words.
pub fn records(from: impl Read, take: &mut dyn FnMut(Value)) -> Result<Around, String> {
    let mut json = serde_json::Deserializer::from_reader(from);
    each(&mut json, take)
}

/// Does the same with a text in memory, which is faster.
///
/// # Errors
/// When it is no JSON from some place on, in words.
pub fn records_of(text: &[u8], take: &mut dyn FnMut(Value)) -> Result<Around, String> {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    each(&mut serde_json::Deserializer::from_slice(text), take)
}

fn each<'de, R: serde_json::de::Read<'de>>(
    json: &mut serde_json::Deserializer<R>,
    take: &mut dyn FnMut(Value),
) -> Result<Around, String> {
    let mut around = Around::default();
    loop {
        let top = Top { take: &mut *take, around: &mut around };
        top.deserialize(&mut *json).map_err(|e| broken(&e))?;
        match json.end() {
            Ok(()) => return Ok(around),
            // One record in each line.
            Err(_) => {}
        }
    }
}

fn broken(error: &serde_json::Error) -> String {
    let why = if error.is_eof() { "it ends too early" } else { "it is no JSON" };
    if error.line() == 0 { why.to_owned() } else { format!("{why}, line {}", error.line()) }
}

/// The outermost value.
struct Top<'a> {
    take: &'a mut dyn FnMut(Value),
    around: &'a mut Around,
}

impl<'de> DeserializeSeed<'de> for Top<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Top<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while let Some(record) = items.next_element::<Value>()? {
            self.around.records += 1;
            (self.take)(record);
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut fields = Map::new();
        let mut enveloped = false;
        while let Some(key) = map.next_key::<String>()? {
            // An organisation has services too, and a name of its own.
            let is_list = LISTS.contains(&key.as_str())
                || key == "services" && !fields.contains_key("name") && !fields.contains_key("id");
            if !is_list {
                fields.insert(key, map.next_value()?);
                continue;
            }
            let list = List { take: &mut *self.take, count: &mut self.around.records };
            match map.next_value_seed(list)? {
                None => enveloped = true,
                Some(other) => drop(fields.insert(key, other)),
            }
        }
        if enveloped {
            self.around.enveloped = true;
            self.around.fields = fields;
        } else {
            self.around.records += 1;
            (self.take)(Value::Object(fields));
        }
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

/// A value under a name that envelopes have for their list; it is handed back when it is no list.
struct List<'a> {
    take: &'a mut dyn FnMut(Value),
    count: &'a mut usize,
}

impl<'de> DeserializeSeed<'de> for List<'_> {
    type Value = Option<Value>;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Option<Value>, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for List<'_> {
    type Value = Option<Value>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of records")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Option<Value>, A::Error> {
        while let Some(record) = items.next_element::<Value>()? {
            *self.count += 1;
            (self.take)(record);
        }
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<Value>, A::Error> {
        let mut fields = Map::new();
        while let Some((key, value)) = map.next_entry()? {
            fields.insert(key, value);
        }
        Ok(Some(Value::Object(fields)))
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Option<Value>, E> {
        Ok(Some(flag.into()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Option<Value>, E> {
        Ok(Some(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Option<Value>, E> {
        Ok(Some(number.into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Option<Value>, E> {
        Ok(Some(number.into()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Option<Value>, E> {
        Ok(Some(text.into()))
    }

    fn visit_unit<E>(self) -> Result<Option<Value>, E> {
        Ok(Some(Value::Null))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn names(text: &str) -> (Vec<String>, Result<Around, String>) {
        let mut out = Vec::new();
        let name = |value: Value| value.get("name").and_then(Value::as_str).unwrap_or("?").to_owned();
        let around = records_of(text.as_bytes(), &mut |value| out.push(name(value)));
        (out, around)
    }

    #[test]
    fn finds_the_records_wherever_they_stand() {
        for (text, found) in [
            (r#"[{"name":"a"},{"name":"b"},7,null]"#, vec!["a", "b", "?", "?"]),
            (r#"{"total_items":99,"contents":[{"name":"a"}],"last_page":true}"#, vec!["a"]),
            (r#"{"content":[{"name":"a"}]}"#, vec!["a"]),
            (r#"{"services":[{"name":"a"}]}"#, vec!["a"]),
            (r#"{"name":"org","services":[{"name":"a"}]}"#, vec!["org"]),
            (r#"{"name":"a","contents":null}"#, vec!["a"]),
            ("{\"name\":\"a\"}\n{\"name\":\"b\"}\n", vec!["a", "b"]),
            ("\u{feff}[{\"name\":\"a\"}]", vec!["a"]),
            ("7", vec![]),
        ] {
            let (out, around) = names(text);
            assert_eq!(out, found, "{text}: {around:?}");
            assert!(around.is_ok(), "{text}");
        }
        let (_, around) = names(r#"{"content":[],"last":true,"number":1}"#);
        let around = around.unwrap();
        assert!(around.enveloped && around.fields["last"] == true && around.records == 0);
    }

    #[test]
    fn what_stands_before_a_mistake_is_taken() {
        let (out, around) = names("[{\"name\":\"a\"},\n{\"name\":\"b\"},\n{\"nam");
        assert_eq!((out.len(), around.unwrap_err().as_str()), (2, "it ends too early, line 3"));
        let (out, around) = names("{\"contents\":[{\"name\":\"a\"}, oops");
        assert_eq!((out.len(), around.unwrap_err().as_str()), (1, "it is no JSON, line 1"));
        assert!(names("<html>").1.is_err() && names("").1.is_err());
        let deep = "[".repeat(100_000);
        assert!(names(&deep).1.is_err());
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in "[\\[\\]{}:,\"a-c0-9 \n]{0,60}") {
            let _ = names(&text);
        }
    }
}
