//! Changes lines of `settings.toml` and leaves everything else in it as people wrote it.

use crate::error::{Error, Result};
use crate::paths;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use toml_edit::{DocumentMut, value};

/// Writes texts into the settings file, each under its name; nothing takes a line out. Returns the file.
///
/// # Errors
/// When the file holds a mistake, which would be written over, or can't be written; it is then as it was.
pub fn write(config: &Path, lines: &[(&str, Option<&str>)]) -> Result<PathBuf> {
    let path = config.join("settings.toml");
    // Where somebody keeps the file elsewhere and has a link here, the link stays.
    let path = path.canonicalize().unwrap_or(path);
    let text = paths::read_short(&path)?.unwrap_or_default();
    let mut document: DocumentMut = text.parse().map_err(|e: toml_edit::TomlError| {
        let at = e.span().map_or(0, |span| span.start);
        let place = crate::text::place(path.display(), &text, at);
        Error::input(format!("{place}: {}.", e.message().trim_end_matches('.').replace('\n', ", ")))
            .hint("Mend the settings file first; nothing was changed in it.")
    })?;
    for (name, text) in lines {
        match text {
            // What stands before and behind a value stays: comments, blanks.
            Some(text) => match document.get_mut(name).and_then(|item| item.as_value_mut()) {
                Some(old) => {
                    let around = old.decor().clone();
                    *old = (*text).into();
                    *old.decor_mut() = around;
                }
                None => drop(document.insert(name, value(*text))),
            },
            None => drop(document.remove(name)),
        }
    }
    let failed = |e| Error::io("write", &path, e);
    paths::make_private(config).map_err(failed)?;
    let beside = path.with_extension("toml.new");
    let mut file = paths::private_file().create(true).truncate(true).open(&beside).map_err(failed)?;
    let written = file.write_all(document.to_string().as_bytes()).and_then(|()| file.sync_all());
    written.and_then(|()| fs::rename(&beside, &path)).map_err(failed)?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_named_lines_change() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("settings.toml");
        let before = "# Ours\nhub = \"north\" # the one by the park\n\ncatalogue = \"old\" # set in May\ncatalogue_branch = \"x\"\n\n[printers]\nnorth = \"desk\"\n";
        fs::write(&path, before).unwrap();
        write(dir.path(), &[("catalogue", Some("https://example.org/x")), ("catalogue_branch", None)]).unwrap();
        let after = fs::read_to_string(&path).unwrap();
        assert_eq!(
            after,
            before.replace("\"old\"", "\"https://example.org/x\"").replace("catalogue_branch = \"x\"\n", "")
        );
        write(dir.path(), &[("catalogue_branch", Some("desk"))]).unwrap();
        let after = fs::read_to_string(&path).unwrap();
        assert!(after.contains("catalogue_branch = \"desk\"\n\n[printers]"), "{after}");
        fs::write(&path, "hub = \nx = 1").unwrap();
        let said = write(dir.path(), &[("catalogue", Some("x"))]).unwrap_err().to_string();
        assert!(said.contains("settings.toml:1:7: ") && said.contains("nothing was changed"), "{said}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "hub = \nx = 1");
    }

    #[test]
    fn a_desk_without_settings_gets_them() {
        let dir = tempfile::tempdir().unwrap();
        let config = dir.path().join("config");
        write(&config, &[("catalogue", Some("a \"b\""))]).unwrap();
        assert_eq!(fs::read_to_string(config.join("settings.toml")).unwrap(), "catalogue = 'a \"b\"'\n");
    }
}
