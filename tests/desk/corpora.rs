//! What the fuzzer found worth keeping, handed to the same functions without a fuzzer.

#[path = "../../fuzz/bodies.rs"]
mod bodies;

use super::{driver, fake};
use std::path::Path;

/// Hands every kept input of a target to its body.
fn replay(target: &str, body: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut inputs = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let data = std::fs::read(&path).unwrap();
        let done = std::panic::catch_unwind(|| body(&data));
        assert!(done.is_ok(), "{} breaks the target {target}", path.display());
        inputs += 1;
    }
    assert!(inputs >= 5, "fuzz/corpus/{target} holds only {inputs} inputs");
}

macro_rules! targets {
    ($($target:ident),*) => {
        /// Every target that stands below.
        const TARGETS: &[&str] = &[$(stringify!($target)),*];

        $(#[test]
        fn $target() {
            replay(stringify!($target), bodies::$target);
        })*
    };
}

targets!(catalogue, compiled, enquiries, hours, keymap, keys, settings);

#[test]
fn every_target_is_replayed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/fuzz_targets");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut names: Vec<String> = files.filter_map(|f| f.file_stem()?.to_str().map(str::to_owned)).collect();
    names.sort();
    assert_eq!(names, TARGETS);
}
