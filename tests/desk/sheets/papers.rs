//! Each paper: its size, what stands on a page, large print, short lines, codes that a camera reads.

use super::Pdf;
use super::samples::{self, TONGUES};
use signpost::slip::{Code, Item, Paper, Slip, render};
use signpost::snapshot::Stationery;
use strum::IntoEnumIterator;

#[test]
fn each_paper_has_its_size() {
    for (paper, width, height) in [
        (Paper::A4, "595.276", Some("841.89")),
        (Paper::A5, "419.528", Some("595.276")),
        (Paper::Roll80, "226.772", None),
        (Paper::Roll58, "164.409", None),
    ] {
        let info = Pdf::of(&samples::english(), paper).info();
        let size = info.lines().find_map(|line| line.strip_prefix("Page size:")).unwrap().trim();
        assert!(size.starts_with(&format!("{width} x ")), "{paper}: {size}");
        match height {
            Some(height) => assert!(size.contains(height), "{paper}: {size}"),
            None => assert!(info.contains("Pages:           1"), "{paper} is one long page: {info}"),
        }
    }
}

#[test]
fn a_roll_is_as_wide_as_its_printer_prints_and_has_ink_on_both_edges() {
    for (paper, width) in [(Paper::Roll80, 576), (Paper::Roll58, 384)] {
        let roll = render::roll(&samples::english(), paper, &Stationery::default()).unwrap().out;
        assert_eq!(roll.width, width);
        let (bits, bytes) = (roll.bits(), width as usize / 8);
        assert_eq!(bits.len(), bytes * roll.height as usize);
        // The black band runs over the whole width.
        assert!(bits.chunks(bytes).any(|row| row.iter().all(|byte| *byte == 0xff)), "{paper}");
        let inked = bits.iter().map(|byte| byte.count_ones()).sum::<u32>();
        assert!((0.02..0.4).contains(&(f64::from(inked) / f64::from(width * roll.height))), "{paper}: {inked}");
    }
    let sheet = render::roll(&samples::english(), Paper::A4, &Stationery::default()).unwrap_err();
    assert!(sheet.to_string().contains("a4 is no roll"), "{sheet}");
}

#[test]
fn a_service_stays_on_one_page() {
    for (paper, most) in [(Paper::A4, 2), (Paper::A5, 5)] {
        let pages = Pdf::of(&samples::five(0), paper).pages();
        assert!(pages.len() <= most, "{paper}: {} pages", pages.len());
        for item in samples::five(0).items {
            let (name, last) = (item.name.unwrap(), item.facts.last().unwrap().lines[0].english.clone());
            let page = pages.iter().find(|page| page.contains(&name)).unwrap();
            assert!(page.contains(&last), "{name} is torn apart on {paper}: {page}");
        }
    }
    for words in &TONGUES {
        let slip = samples::five_in(words.code, 0);
        let pages = Pdf::of(&slip, Paper::A4).pages();
        // The lines of Nastaliq are high.
        let most = if words.code == "ur" { 4 } else { 3 };
        assert!(pages.len() <= most, "{}: {} pages", words.code, pages.len());
        for item in &slip.items {
            let (name, last) = (item.name.as_ref().unwrap(), &item.facts.last().unwrap().lines[0].english);
            let page = pages.iter().find(|page| page.contains(name.as_str())).unwrap();
            assert!(page.contains(last.as_str()), "{name} is torn apart in {}: {page}", words.code);
        }
    }
}

#[test]
fn what_no_page_holds_runs_over_two_and_nothing_is_lost() {
    let mut slip = samples::english();
    let line = slip.items[0].facts[1].lines[0].clone();
    slip.items[0].facts[1].lines = (0..90).map(|n| format!("{} {n}.", line.english).into()).collect();
    let text = Pdf::of(&slip, Paper::A4).text();
    for n in 0..90 {
        assert!(text.contains(&format!("term time {n}.")), "{n} is lost");
    }
}

#[test]
fn large_print_is_large() {
    for paper in [Paper::A4, Paper::A5, Paper::Roll80, Paper::Roll58] {
        let slip = Slip { large: true, ..samples::tongue("pl") };
        let sizes = Pdf::of(&slip, paper).sizes();
        assert!(sizes.contains(&18.0), "{paper}: {sizes:?}");
        assert!(sizes.iter().all(|size| *size >= 13.0), "{paper}: {sizes:?}");
        let usual = Pdf::of(&samples::tongue("pl"), paper).sizes();
        assert!(!usual.contains(&18.0), "{paper}: {usual:?}");
    }
}

#[test]
fn a_plain_slip_has_one_service_a_page_in_short_lines() {
    let slip = Slip { plain: true, ..samples::english() };
    for paper in [Paper::A4, Paper::A5] {
        let pages = Pdf::of(&slip, paper).pages();
        assert_eq!(pages.len(), slip.items.len(), "{paper}");
        for (page, item) in pages.iter().zip(&slip.items) {
            assert!(page.contains(item.name.as_deref().unwrap()), "{page}");
            // Each further column of text would stand behind a gap; what is left is one line of reading.
            let longest = page.lines().flat_map(|line| line.trim().split("   ")).map(|line| line.chars().count()).max();
            assert!(longest.unwrap() <= 56, "{paper}: {page}");
        }
    }
}

#[test]
fn a_camera_reads_the_codes_of_every_paper() {
    let slip = samples::english();
    let mut expected: Vec<&str> =
        slip.items.iter().filter_map(|item| Some(item.code.as_ref()?.address.as_str())).collect();
    expected.sort_unstable();
    for paper in Paper::iter() {
        for large in [false, true] {
            let slip = Slip { large, ..slip.clone() };
            let pages = match paper.roll() {
                Some(_) => vec![render::roll(&slip, paper, &Stationery::default()).unwrap().out],
                None => render::pictures(&slip, paper, &Stationery::default(), 6.0).unwrap().out,
            };
            let folder = crate::common::in_memory();
            let mut read = Vec::new();
            for page in &pages {
                let path = folder.path().join("page.png");
                std::fs::write(&path, page.png().unwrap()).unwrap();
                if let Some(found) = scan(&path.display().to_string()) {
                    read.extend(found.lines().map(str::to_owned));
                }
            }
            read.sort_unstable();
            assert_eq!(read, expected, "{paper}, large: {large}");
        }
    }
}

#[test]
fn a_long_address_still_makes_a_code_and_one_too_long_is_said() {
    let mut slip = samples::english();
    slip.items.truncate(1);
    let long = format!("https://www.example.org/{}", "a/long/way/".repeat(10));
    slip.items[0].code = Some(Code { label: "Scan for the website".into(), address: long.clone() });
    let page = render::pictures(&slip, Paper::A4, &Stationery::default(), 12.0).unwrap().out;
    let folder = crate::common::in_memory();
    let path = folder.path().join("page.png");
    std::fs::write(&path, page[0].png().unwrap()).unwrap();
    assert_eq!(scan(&path.display().to_string()).unwrap().trim(), long);

    slip.items[0].code = Some(Code { label: "Scan".into(), address: "a".repeat(4000) });
    let made = render::pdf(&slip, Paper::A4, &Stationery::default()).unwrap();
    assert!(made.warnings[0].contains("too long for a QR code"), "{:?}", made.warnings);
}

#[test]
fn nothing_runs_off_any_paper() {
    let long = Item {
        name: Some("Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch Playgroup".into()),
        line: Some("https://www.example.org/a/very/long/address/that-never-ends/and-goes-on/index.html?x=1&y=2".into()),
        phones: vec![signpost::slip::Number {
            number: "0808 800 2222 extension 12345".into(),
            note: Some("very-long-note@an-address.example.org".into()),
        }],
        ..samples::english().items[2].clone()
    };
    for paper in Paper::iter() {
        for (large, plain) in [(false, false), (true, false), (false, true), (true, true)] {
            for code in ["en", "ur", "uk"] {
                let mut slip = if code == "en" { samples::english() } else { samples::tongue(code) };
                slip.items.push(long.clone());
                slip.hub = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch Family Hub".into();
                (slip.large, slip.plain) = (large, plain);
                let made = render::pdf(&slip, paper, &Stationery::default());
                assert!(made.is_ok(), "{paper} {code}, large {large}, plain {plain}: {}", made.unwrap_err());
            }
        }
    }
}

/// Returns what a camera reads in a picture; nothing when there is no code.
fn scan(path: &str) -> Option<String> {
    let ran = std::process::Command::new("zbarimg").args(["--quiet", "--raw", path]).output();
    let ran = ran.expect("zbarimg can't be run: tests/run installs what the tests need");
    ran.status.success().then(|| String::from_utf8(ran.stdout).unwrap())
}
