//! Ids of what is exported: made from our own, so that the same catalogue always has the same ones and can tell its own export again.

/// Returns the id under which a service of a catalogue is exported. The catalogue's name is part of it, because two catalogues may have a "toy-library".
pub fn service_id(catalogue: &str, id: &str) -> String {
    id_of(&[catalogue, "service", id])
}

/// Returns an id made from names: as version 5, with a hash that needs no further crate, hence of version 8.
pub(super) fn id_of(names: &[&str]) -> String {
    let mut hash = Fnv::default();
    for name in names {
        hash.bytes(name.as_bytes());
        // So that "ab", "c" is another name than "a", "bc".
        hash.bytes(&[0xff]);
    }
    uuid::Builder::from_custom_bytes(hash.mixed().to_be_bytes()).into_uuid().to_string()
}

/// FNV-1a of 128 bits.
struct Fnv(u128);

impl Default for Fnv {
    fn default() -> Self {
        Self(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }
}

impl Fnv {
    /// Returns the hash with its last bytes carried everywhere: alone, FNV leaves alike what ends alike.
    fn mixed(&self) -> u128 {
        let folded = (self.0 ^ (self.0 >> 65)).wrapping_mul(0x2360_ed05_1fc6_5da4_4385_df64_9fcc_f645);
        folded ^ (folded >> 63)
    }

    fn bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u128::from(*byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn ids_stay_the_same_and_differ() {
        let id = service_id("Exampleshire", "toy-library");
        assert_eq!(id, "bacee83e-00c7-884e-bc53-51c1475f8ae5");
        assert!(Uuid::parse_str(&id).is_ok());
        let others = [
            service_id("Exampleshir", "etoy-library"),
            service_id("Exampleshire", "toy-librar"),
            id_of(&["Exampleshire", "servicetoy-library"]),
        ];
        assert!(others.iter().all(|other| *other != id), "{others:?}");
    }
}
