//! Who knows what a service is called finds it by that.

use crate::common::{NOW, starter};
use signpost::catalogue::Folder;
use signpost::clock::{Clock, parse_now};
use signpost::desk::Catalogue;
use signpost::search::Ask;
use signpost::snapshot::Cache;

#[test]
fn every_service_of_the_starter_is_found_by_its_name() {
    let cache = tempfile::tempdir().unwrap();
    let clock = Clock::fixed(parse_now(NOW).unwrap());
    let folder = Folder::Disk(starter());
    let (snapshot, _) = Cache::of(cache.path(), &folder).compile(&folder, clock).unwrap();
    let catalogue = Catalogue::new(snapshot, None, clock);
    let mut far = Vec::new();
    let numbers: Vec<u32> = catalogue.snapshot().numbers().collect();
    for number in &numbers {
        let service = catalogue.snapshot().record(*number).unwrap();
        let name = service.service.name.to_lowercase();
        // As it is typed: without what its makers wrote to tell it from others.
        let typed = name.split('(').next().unwrap().trim();
        let found = catalogue.find(&Ask::of(typed), 3).unwrap();
        if !found.listed.iter().any(|listed| listed.id == service.id) {
            far.push(typed.to_owned());
        }
    }
    // "Help to Claim" and its like say what many do.
    assert!(far.len() * 50 <= numbers.len(), "{far:?}");
}
