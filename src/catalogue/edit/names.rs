//! The names of fields in the order of the types, which is the order in which new ones are written.

use super::super::types::{Checked, Phone, Place, Service, Session, Source, Upstream};
use serde::de::value::Error;
use serde::de::{Deserialize, Deserializer, Visitor};
use std::sync::LazyLock;

/// Asks a type for the names of its fields, by being read from and refusing.
struct Asked<'n>(&'n mut &'static [&'static str]);

impl<'de> Deserializer<'de> for Asked<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(serde::de::Error::custom("only a table has fields"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Error> {
        *self.0 = fields;
        Err(serde::de::Error::custom("only the names were asked for"))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

fn of<T: for<'de> Deserialize<'de>>() -> &'static [&'static str] {
    let mut names: &'static [&'static str] = &[];
    let _ = T::deserialize(Asked(&mut names));
    names
}

/// Returns the fields at the top of a service's file, in order.
pub fn fields() -> &'static [&'static str] {
    static FIELDS: LazyLock<&[&str]> = LazyLock::new(of::<Service>);
    &FIELDS
}

/// Returns the name of a field when a service has it.
pub fn at_top(field: &str) -> Option<&'static str> {
    fields().iter().copied().find(|known| *known == field)
}

/// Returns the fields of the tables that a field at the top holds, in order; none when it holds no tables.
pub(super) fn inside(field: &str) -> &'static [&'static str] {
    match field {
        "phones" => of::<Phone>(),
        "places" => of::<Place>(),
        "sessions" => of::<Session>(),
        "checked" => of::<Checked>(),
        "source" => of::<Source>(),
        "upstream" => of::<Upstream>(),
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_come_in_the_order_of_the_types() {
        assert_eq!(fields()[..4], ["name", "organisation", "description", "status"]);
        assert_eq!(fields().last(), Some(&"example"));
        assert!(at_top("for").is_some() && at_top("meant_for").is_none());
        assert_eq!(inside("checked"), ["on", "by", "how"]);
        assert_eq!(inside("name"), [""; 0]);
    }
}
