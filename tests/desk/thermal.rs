//! Slips on thermal paper: every byte is known, nothing is a `?` that was none, and a printer that does not print is told as what it is.

use crate::common::{Answer, Home, answer, on_starter};
use crate::roll::{Manner, Piece, Roll, pbm, read, text};
use signpost::desk::printing;
use signpost::error::Result;
use signpost::settings::Paper;
use signpost::slip::{Code, Fact, Item, Number, Slip, Tongue, thermal};
use signpost::snapshot::Stationery;
use std::process::Command;

/// Prints a slip of the starter catalogue.
fn print(home: &Home, to: &str, more: &[&str]) -> Answer {
    on_starter(home, &[&["slip", "childline", "--printer", to, "--paper", "80mm"], more].concat())
}

fn slip(name: &str) -> Slip {
    Slip {
        hub: "Riverside Family Hub".into(),
        date: "22 November 2026".into(),
        items: vec![Item {
            name: Some(name.into()),
            line: Some("Nappies, clothes and cots for families who can't buy them".into()),
            phones: vec![Number { number: "01632 960123".into(), note: Some("free to call".into()) }],
            facts: vec![Fact { heading: "Cost".into(), lines: vec!["Free".into()] }],
            code: Some(Code { label: "Scan to ring".into(), address: "tel:+441632960123".into() }),
            ..Item::default()
        }],
        notes: vec!["In danger now? Ring 999.".into()],
        ..Slip::default()
    }
}

fn letters(slip: &Slip, paper: Paper) -> Option<Vec<Piece>> {
    let bytes = thermal::text(slip, paper).unwrap();
    bytes.map(|bytes| read(&bytes).unwrap())
}

#[test]
fn letters_are_laid_out_for_the_roll() {
    let pieces = letters(&slip("Baby bank"), Paper::Roll58).unwrap();
    let shown = pieces.iter().map(|piece| match piece {
        Piece::Line { text, size: 2, .. } => format!("big   {text}"),
        Piece::Line { text, bold: true, .. } => format!("bold  {text}"),
        Piece::Line { text, .. } => format!("      {text}"),
        Piece::Picture { bytes, bits } => format!("picture {} by {}", bytes * 8, bits.len() / bytes),
        Piece::Cut => "cut".to_owned(),
    });
    insta::assert_snapshot!(shown.map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n"), @"
    bold  Riverside Family Hub
          22 November 2026
          ================================
    bold  Baby bank
          Nappies, clothes and cots for
          families who can't buy them.

          Ring (free to call)
    big   01632 960123

    bold  Cost
          Free

          Scan to ring
    picture 232 by 232
          --------------------------------
          In danger now? Ring 999.



    cut
    ");
    for (paper, columns) in [(Paper::Roll80, 48), (Paper::Roll58, 32)] {
        for piece in letters(&slip("Baby bank"), paper).unwrap() {
            if let Piece::Line { text, size, .. } = piece {
                assert!(text.chars().count() * usize::from(size) <= columns, "{text}");
            }
        }
    }
    assert!(letters(&slip("Baby bank"), Paper::A4).is_none());
}

#[test]
fn what_the_code_page_does_not_hold_is_never_sent_as_letters() {
    let sent = |name: &str| thermal::text(&slip(name), Paper::Roll80).unwrap();
    let selects = |bytes: &[u8]| bytes.windows(2).any(|two| two == [0x1b, b't']);
    let plain = sent("Baby bank [#1] ~ {A}").unwrap();
    assert!(!selects(&plain), "plain letters stand in the same place on every printer");
    for held in ["Café £4", "The Hub’s “stay and play” – free", "Dafydd â Siân", "10 € a week…"] {
        let bytes = sent(held).unwrap();
        assert!(selects(&bytes), "{held}");
        let said = text(&read(&bytes).unwrap());
        assert!(said.contains(held) && said.matches("?").count() == 1, "{said}");
    }
    for other in ["ਪੰਜਾਬੀ", "العربية", "Zażółć gęślą", "Їжа", "tŷ", "বাংলা", "日本", "é\u{301}", "\u{81}", "☎ 999"]
    {
        assert_eq!(sent(other), None, "{other}");
    }
    // Somebody's question is theirs.
    assert!(text(&read(&sent("Worried?").unwrap()).unwrap()).contains("Worried?"));
    // What a printer would obey is no letter.
    for command in ["\u{1b}@", "a\u{1d}V", "\u{7f}", "\u{202e}999"] {
        assert_eq!(sent(command), None, "{command:?}");
    }
    // Another language, large letters and pages need a layout.
    let welsh = Tongue { code: "cy".into(), ..Tongue::default() };
    for slip in [
        Slip { tongue: Some(welsh), ..slip("Baby bank") },
        Slip { large: true, ..slip("Baby bank") },
        Slip { plain: true, ..slip("Baby bank") },
    ] {
        assert_eq!(thermal::text(&slip, Paper::Roll80).unwrap(), None);
    }
}

#[test]
fn a_picture_comes_out_dot_for_dot_in_bands() -> Result<()> {
    for (paper, bytes) in [(Paper::Roll80, 72), (Paper::Roll58, 48)] {
        for rows in [1, 127, 128, 129, 700] {
            let bits: Vec<u8> = (0..bytes * rows).map(|at| (at * 7 + at / 13) as u8).collect();
            let pieces = read(&thermal::picture(paper, &bits)?).unwrap();
            assert_eq!(pieces[0], Piece::Picture { bytes, bits });
            assert_eq!(text(&pieces).trim(), "");
        }
        assert!(thermal::picture(paper, &vec![0; bytes * 2 + 1]).is_err());
        assert!(thermal::picture(paper, &[]).is_err());
    }
    assert!(thermal::picture(Paper::A4, &[0; 72]).is_err());
    Ok(())
}

#[test]
fn a_camera_reads_the_code_from_the_paper() {
    let long = format!("https://www.example.org/families/{}", "a-long-way-down/".repeat(6));
    for address in ["tel:+441632960123", "https://www.example.org/", &long] {
        let mut slip = slip("Baby bank");
        slip.items[0].code = Some(Code { label: "Scan".into(), address: address.into() });
        for paper in [Paper::Roll80, Paper::Roll58] {
            let pieces = letters(&slip, paper).unwrap();
            let picture = pieces.iter().find_map(|piece| match piece {
                Piece::Picture { bytes, bits } => Some(pbm(*bytes, bits)),
                _ => None,
            });
            assert_eq!(seen(&picture.unwrap()), address, "{paper}");
        }
    }
}

#[test]
fn what_letters_cannot_say_is_printed_as_a_picture_with_its_code() {
    let whole = |slip: &Slip, paper| {
        let made = printing::roll(slip, paper, &Stationery::default()).unwrap();
        read(&made.out).unwrap()
    };
    for (paper, bytes) in [(Paper::Roll80, 72), (Paper::Roll58, 48)] {
        for slip in [slip("ਪੰਜਾਬੀ العربية Zażółć"), Slip { large: true, ..slip("Baby bank") }] {
            let pieces = whole(&slip, paper);
            let Piece::Picture { bytes: wide, bits } = &pieces[0] else { panic!("{pieces:?}") };
            assert_eq!((*wide, text(&pieces).trim()), (bytes, ""));
            assert_eq!(seen(&pbm(*wide, bits)), "tel:+441632960123", "{paper}");
        }
    }
    // What no font has is no empty box either.
    assert!(printing::roll(&slip("日本"), Paper::Roll80, &Stationery::default()).is_err());
}

/// Returns what a camera reads in a picture.
fn seen(picture: &[u8]) -> String {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("code.pbm");
    std::fs::write(&file, picture).unwrap();
    let seen = Command::new("zbarimg").args(["-q", "--raw"]).arg(&file).output();
    let seen = seen.expect("zbarimg is missing: install it with apt-get install zbar-tools, or run tests/run");
    String::from_utf8_lossy(&seen.stdout).trim().to_owned()
}

#[test]
fn the_reader_refuses_what_it_does_not_know() {
    let good = thermal::text(&slip("Baby bank"), Paper::Roll80).unwrap().unwrap();
    assert!(read(&good).is_ok());
    for bad in [
        &b"\x1b@text\n"[..],
        b"text\n\x1dVB\0",
        b"\x1b@\x1bp\0\x1dVB\0",
        b"\x1b@\xa34\n\x1dVB\0",
        b"\x1b@\x1dv0\0\x01\0",
    ] {
        assert!(read(bad).is_err(), "{bad:02x?}");
    }
}

#[test]
fn a_slip_goes_over_the_network_to_every_kind_of_printer() {
    for manner in [Manner::Talks, Manner::Silent, Manner::Slow] {
        let (home, roll) = (Home::new(), Roll::new(manner));
        let told = print(&home, &roll.to, &["--line", "See you Tuesday – £4"]);
        assert_eq!((told.code, told.out.as_str()), (0, ""), "{manner:?}: {}", told.err);
        assert!(told.err.contains("The slip is printed."), "{}", told.err);
        let said = text(&read(&roll.job()).unwrap());
        assert!(said.contains("0800 1111") && said.contains("See you Tuesday – £4"), "{said}");
    }
}

#[test]
fn every_way_in_which_a_printer_fails_is_told_as_what_it_is() {
    let home = Home::new();
    let nobody = format!("tcp://127.0.0.1:{}", crate::printing::free_port());
    let mut all = Vec::new();
    let mut note = |to: &str, line: &str| {
        let told = print(&home, to, &[]);
        assert_eq!(told.code, 2, "{line}: {}", told.err);
        let port = to.rsplit(':').next().unwrap_or_default();
        let said = told.err.lines().filter(|line| !line.contains("slip is")).collect::<Vec<_>>().join(" ");
        let from = said.find("signpost: ").unwrap_or_default();
        let said = said[from..].replace(port, "PORT");
        all.push(format!("{line}: {}", said.split_whitespace().collect::<Vec<_>>().join(" ")));
    };
    note(&nobody, "refuses");
    note("tcp://no-such-printer.invalid", "unknown");
    for (manner, line) in [
        (Manner::NoPaper, "no paper"),
        (Manner::Open, "open"),
        (Manner::Hangs, "hangs"),
        (Manner::Drops(6), "drops at once"),
        (Manner::Drops(300), "drops midway"),
    ] {
        let roll = Roll::new(manner);
        note(&roll.to, line);
        if matches!(manner, Manner::NoPaper | Manner::Open) {
            // Nothing lies in it that comes out when somebody puts paper in.
            assert_eq!(roll.job().len(), 6, "{manner:?}");
        }
    }
    insta::assert_snapshot!(all.join("\n"), @r#"
    refuses: signpost: The printer 127.0.0.1:PORT takes no slips: the device there is on, but nothing prints. Print elsewhere, save the slip as a file, or write it down.
    unknown: signpost: There is no printer no-such-printer.invalid:9100: nobody in this network knows "no-such-printer.invalid". Check its name in settings.toml. Print elsewhere, save the slip as a file, or write it down.
    no paper: signpost: The printer 127.0.0.1:PORT has no paper. Nothing was sent to it. Put it right and print again, or print elsewhere.
    open: signpost: The printer 127.0.0.1:PORT has its cover open. Nothing was sent to it. Put it right and print again, or print elsewhere.
    hangs: signpost: The printer 127.0.0.1:PORT has the whole slip and does not say that it printed it. Look at the paper before you print again.
    drops at once: signpost: The printer 127.0.0.1:PORT hung up before the slip was sent. It may be busy. Print elsewhere, save the slip as a file, or write it down.
    drops midway: signpost: The printer 127.0.0.1:PORT broke the connection off; part of the slip may have come out. Look at the paper before you print again.
    "#);
}

#[test]
#[cfg(target_os = "linux")]
fn a_printer_at_a_cable_gets_the_same_and_is_not_waited_for_for_ever() {
    use std::io::{Read, Write};
    use std::os::unix::fs::OpenOptionsExt;
    const NONBLOCK: i32 = 0o4000;
    let home = Home::new();
    let path = home.path("lp0");
    let to = format!("device:{}", path.display());
    let told = |line: &str| {
        let told = print(&home, &to, &[]);
        let said = told.err.replace(&path.display().to_string(), "LP0");
        format!("{line}: {} {}", told.code, said.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let mut all = vec![told("missing")];
    std::fs::write(&path, "").unwrap();
    all.push(told("a file"));
    assert_eq!(std::fs::read(&path).unwrap(), b"", "no slip stays in a file");
    std::fs::remove_file(&path).unwrap();
    assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
    all.push(told("nobody there"));
    // A pipe that is full stands for a printer that takes nothing.
    let mut reader = std::fs::OpenOptions::new().read(true).custom_flags(NONBLOCK).open(&path).unwrap();
    let mut filler = std::fs::OpenOptions::new().write(true).custom_flags(NONBLOCK).open(&path).unwrap();
    while filler.write(&[b'x'; 4096]).is_ok() {}
    all.push(told("takes nothing"));
    drop(filler);
    let mut rest = Vec::new();
    reader.read_to_end(&mut rest).unwrap();
    assert!(rest.iter().all(|byte| *byte == b'x'), "nothing of the slip went");
    all.push(told("well"));
    let mut sent = Vec::new();
    reader.read_to_end(&mut sent).unwrap();
    assert!(text(&read(&sent).unwrap()).contains("0800 1111"));
    insta::assert_snapshot!(all.join("\n"), @"
    missing: 2 signpost: There is no printer at LP0. It may be off or its cable out. Print elsewhere, save the slip as a file, or write it down.
    a file: 2 signpost: LP0 is no printer. Name the printer's device in settings.toml, such as device:/dev/usb/lp0.
    nobody there: 2 signpost: The printer LP0 can't be used: no such device or address. Print elsewhere, save the slip as a file, or write it down.
    takes nothing: 2 signpost: The printer LP0 takes nothing. It may be off, open or out of paper. Print elsewhere, save the slip as a file, or write it down.
    well: 0 The slip is printed.
    ");
}

#[test]
fn the_bytes_go_into_a_new_file_that_only_this_user_reads() {
    let home = Home::new();
    let file = home.path("slip.bin").display().to_string();
    let write = |more: &[&str]| on_starter(&home, &[&["slip", "childline", "--thermal", &file], more].concat());
    let wrote = write(&["--paper", "58mm"]);
    assert_eq!(wrote.code, 0, "{}", wrote.err);
    assert!(wrote.err.contains("Wrote what a printer of 58mm rolls is sent to "), "{}", wrote.err);
    let bytes = std::fs::read(&file).unwrap();
    assert!(text(&read(&bytes).unwrap()).contains("0800 1111"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    assert!(write(&[]).err.contains("is there already"));
    let sheet = write(&["--paper", "a4"]);
    assert!(sheet.code == 2 && sheet.err.contains("The paper a4 is no roll."), "{}", sheet.err);
    let unknown = write(&["--paper", "80"]);
    assert!(unknown.code == 2 && unknown.err.contains("58mm"), "{}", unknown.err);
}

#[test]
fn a_roll_is_not_handed_sheets() {
    let (home, roll) = (Home::new(), Roll::new(Manner::Talks));
    let told = answer({
        let mut command = home.command();
        command.args(["slip", "childline", "--printer", &roll.to, "--paper", "a4"]);
        command.output().unwrap()
    });
    assert_eq!(told.code, 2);
    assert!(told.err.contains("prints rolls, not sheets."), "{}", told.err);
}
