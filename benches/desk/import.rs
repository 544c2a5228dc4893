//! How fast a register of 10,000 services comes in, and what memory that takes, beside reading the same bytes as JSON and doing nothing with them.

use crate::table::Table;
use serde_json::{Value, json};
use signpost::catalogue::Folder;
use signpost::exchange::open_referral::About;
use signpost::exchange::{Format, From, Manners, Order, import, read};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// Services of the register.
const SERVICES: usize = 10_000;

/// Services a second that an import should reach at least.
const LEAST: f64 = 2000.0;

/// Memory that it may take at most, in megabytes.
const MOST: f64 = 400.0;

/// Asks a process of its own to import, so that no other memory is counted.
pub const IMPORT: &str = "--import";

/// Measures an import into an empty catalogue, and a second one that changes nothing.
pub fn run(root: &Path, table: &mut Table) {
    let _ = std::fs::remove_dir_all(root);
    let catalogue = root.join("catalogue");
    Folder::copy_starter(&catalogue).unwrap();
    std::fs::remove_dir_all(catalogue.join("services")).unwrap();
    std::fs::write(catalogue.join("taxonomy.toml"), "[[terms]]\nname = \"Groups\"\nneeds = [\"play-sessions\"]\n")
        .unwrap();
    let feed = root.join("feed.json");
    let records: Vec<Value> = (0..SERVICES).map(record).collect();
    std::fs::write(&feed, json!({"total_items": SERVICES, "last_page": true, "contents": records}).to_string())
        .unwrap();
    drop(records);
    let began = Instant::now();
    let parsed: Value = serde_json::from_slice(&std::fs::read(&feed).unwrap()).unwrap();
    let plain = began.elapsed();
    drop(parsed);
    for what in ["import, into an empty catalogue", "import again, which changes nothing"] {
        let (took, memory) = in_its_own_process(&feed, &catalogue);
        table.reached(what, SERVICES as f64 / took.as_secs_f64(), "services a second", LEAST);
        table.slower(&format!("{what}; JSON alone"), took, plain, None);
        table.amount(&format!("{what}; memory at most"), memory, "MB", MOST);
    }
    let files = std::fs::read_dir(catalogue.join("services/bench")).unwrap().count();
    assert_eq!(files, SERVICES);
}

fn in_its_own_process(feed: &Path, catalogue: &Path) -> (Duration, f64) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    let said = command.arg(IMPORT).args([feed, catalogue]).output().unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let said = String::from_utf8(said.stdout).unwrap();
    let (seconds, memory) = said.trim().split_once(' ').unwrap();
    (Duration::from_secs_f64(seconds.parse().unwrap()), memory.parse().unwrap())
}

/// Imports, and prints the seconds that it took and the most memory of this process.
pub fn once(feed: &Path, catalogue: &Path) {
    let began = Instant::now();
    let today = "2026-11-22".parse().unwrap();
    let about = About { scheme: "bench", today, page: None };
    let reading = read(&From::Path(feed.to_owned()), Format::Auto, &about, Manners::default(), &|_, _| ()).unwrap();
    let order = Order {
        root: catalogue.to_owned(),
        scheme: "bench".to_owned(),
        locality: Some("bench".to_owned()),
        today,
        dry_run: false,
        many_gone: false,
    };
    let summary = import(reading, &order, &|_| Vec::new(), &|_, _| ()).unwrap();
    let took = began.elapsed();
    assert_eq!(summary.new.len() + summary.unchanged, SERVICES, "{:?}", summary.left_out.keys());
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let most = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).and_then(|l| l.split_whitespace().next());
    let kilobytes: f64 = most.and_then(|n| n.parse().ok()).unwrap_or_default();
    println!("{} {:.1}", took.as_secs_f64(), kilobytes / 1024.0);
}

/// A service with all that registers have.
fn record(n: usize) -> Value {
    let say = "A friendly group for parents and carers with children under five, with toys, songs and a hot drink. ";
    json!({
        "id": format!("00000000-0000-4000-8000-{n:012}"),
        "name": format!("Community group number {n}"),
        "description": format!("<p>{}</p><p>Everybody is welcome &amp; it is free.</p>", say.repeat(3)),
        "url": format!("https://group{n}.org.uk/"), "email": format!("hello@group{n}.org.uk"), "status": "active", "fees": "Free",
        "minimum_age": 0, "maximum_age": 5, "assured_date": "2026-03-01", "last_modified": "2026-10-01T10:00:00Z",
        "organization": {"id": format!("o{}", n % 700), "name": format!("Organisation {}", n % 700), "description": say, "website": "https://example.org"},
        "schedules": [{"id": format!("c{n}"), "freq": "WEEKLY", "byday": "TU,TH", "opens_at": "10:00:00", "closes_at": "11:30:00", "description": "Term time only."}],
        "service_areas": [{"id": format!("r{n}"), "name": "Oxfordshire"}],
        "service_at_locations": [{"id": format!("l{n}"), "location": {
            "id": format!("p{n}"), "location_type": "physical", "name": format!("Hall {n}"), "latitude": 51.75, "longitude": -1.2577,
            "addresses": [{"id": format!("d{n}"), "address_1": format!("{n} Barn Lane"), "city": "Oxford", "postal_code": "OX1 1AA", "country": "GB", "address_type": "physical"}],
            "accessibility": [{"id": format!("y{n}"), "description": "Step free access"}]}}],
        "phones": [{"number": format!("0117 49{:05}", n % 100_000), "description": "Office"}],
        "languages": [{"id": format!("g{n}"), "name": "English", "code": "en"}],
        "cost_options": [{"id": format!("k{n}"), "option": "Everybody", "amount": 0}],
        "attributes": [{"id": format!("t{n}"), "taxonomy_term": {"id": "t1", "name": "Groups", "taxonomy": "own"}}],
    })
}
