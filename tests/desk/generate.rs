//! The generator of large catalogues: what it writes is a catalogue, and the same one each time.

#[path = "../../examples/generate_catalogue/generator.rs"]
pub mod generator;
#[path = "../../examples/generate_catalogue/words.rs"]
pub mod words;

use super::common::Home;
use std::collections::BTreeMap;
use std::path::Path;

fn texts(dir: &Path, out: &mut BTreeMap<String, String>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            texts(&path, out);
        } else {
            out.insert(path.file_name().unwrap().to_str().unwrap().to_owned(), std::fs::read_to_string(&path).unwrap());
        }
    }
}

fn written(home: &Home, name: &str, seed: u64) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    generator::write(1300, &home.path(name), seed).unwrap();
    texts(&home.path(name), &mut out);
    out
}

#[test]
fn an_invented_catalogue_passes_the_check_and_is_the_same_each_time() {
    let home = Home::new();
    let one = written(&home, "one", 7);
    assert!(one == written(&home, "two", 7));
    assert!(one != written(&home, "three", 8));
    let checked = home.run(&["catalogue", "check", home.path("one").to_str().unwrap()]);
    assert_eq!((checked.code, checked.err.as_str()), (0, ""), "{}", checked.out);
    assert!(generator::write(1, &home.path("one"), 7).is_err(), "written over a catalogue");
}
