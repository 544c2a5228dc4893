//! `signpost slip` into files: PDF, pictures and text.

use super::Pdf;
use crate::common::{Home, on_starter};
use std::path::Path;

#[test]
fn a_slip_becomes_a_pdf_a_picture_or_a_text_as_its_name_ends() {
    let home = Home::new();
    for (flag, name, start) in [
        ("--pdf", "one.pdf", &b"%PDF-1.7"[..]),
        ("--png", "one.png", b"\x89PNG"),
        ("--output", "two.pdf", b"%PDF-1.7"),
        ("--output", "two.PNG", b"\x89PNG"),
        ("--output", "two.txt", b"***"),
    ] {
        let path = home.path(name);
        let arguments = ["slip", "example-riverside-stay-and-play", flag, &path.display().to_string()];
        let answer = on_starter(&home, &arguments);
        assert_eq!((answer.code, answer.out.as_str()), (0, ""), "{name}: {}", answer.err);
        assert!(answer.err.contains(&format!("Wrote the slip to {}.", path.display())), "{}", answer.err);
        assert!(std::fs::read(&path).unwrap().starts_with(start), "{name}");
        private(&path);
        let again = on_starter(&home, &arguments);
        assert_eq!(again.code, 2, "nothing is overwritten");
        assert!(again.err.contains("is there already"), "{}", again.err);
    }
}

#[test]
fn several_pages_as_pictures_are_numbered_and_none_is_written_when_one_is_there() {
    let home = Home::new();
    let path = home.path("slip.png").display().to_string();
    let arguments = ["slip", "childline", "example-riverside-stay-and-play", "--plain", "--png", &path];
    std::fs::write(home.path("slip-2.png"), "mine").unwrap();
    assert_eq!(on_starter(&home, &arguments).code, 2);
    assert!(!home.path("slip-1.png").exists());
    std::fs::remove_file(home.path("slip-2.png")).unwrap();
    let answer = on_starter(&home, &arguments);
    assert_eq!(answer.code, 0, "{}", answer.err);
    for name in ["slip-1.png", "slip-2.png"] {
        assert!(answer.err.contains(name) && std::fs::read(home.path(name)).unwrap().starts_with(b"\x89PNG"));
        private(&home.path(name));
    }
    assert!(!home.path("slip.png").exists());
}

#[test]
fn paper_and_kind_are_chosen_on_the_command_line() {
    let home = Home::new();
    for (paper, width) in [("a4", "595.276"), ("A5", "419.528"), ("80mm", "226.772"), ("58mm", "164.409")] {
        let path = home.path(&format!("{paper}.pdf"));
        let file = path.display().to_string();
        let answer = on_starter(&home, &["slip", "childline", "--paper", paper, "--large", "--pdf", &file]);
        assert_eq!(answer.code, 0, "{}", answer.err);
        let pdf = Pdf::from_bytes(&std::fs::read(&path).unwrap());
        assert!(pdf.info().contains(&format!("{width} x")), "{}", pdf.info());
        assert!(pdf.text().contains("0800 1111") && pdf.sizes().contains(&18.0), "{}", pdf.text());
    }
    let wrong = on_starter(&home, &["slip", "childline", "--paper", "a3"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("choose one of a4, a5, 80mm, 58mm"), "{}", wrong.err);
}

#[test]
fn a_discreet_slip_gives_nothing_away_as_a_pdf_either() {
    let home = Home::new();
    let path = home.path("note.pdf");
    let ids = ["national-domestic-abuse-helpline", "example-riverside-stay-and-play"];
    let answer = on_starter(&home, &[&["slip", "--discreet", "--pdf", &path.display().to_string()], &ids[..]].concat());
    assert_eq!(answer.code, 0, "{}", answer.err);
    let pdf = Pdf::from_bytes(&std::fs::read(&path).unwrap());
    let all = format!("{}{}{}", pdf.text(), pdf.info(), pdf.tags()).to_lowercase();
    assert!(all.contains("0808 2000 247"), "{all}");
    for word in ["abuse", "refuge", "domestic", "women", "helpline", "violen", "http", "play", "figure"] {
        assert!(!all.contains(word), "\"{word}\" stands on the discreet slip: {all}");
    }
}

#[cfg_attr(not(unix), allow(unused_variables))]
fn private(path: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(path).unwrap().permissions().mode() & 0o077, 0, "nobody else reads a slip");
    }
}
