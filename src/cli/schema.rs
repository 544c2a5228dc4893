//! `signpost catalogue schema [PART]`

use super::{Exit, Output};
use crate::catalogue::schema;
use crate::error::{Error, Result};
use std::path::PathBuf;

/// What the command takes.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Kind of file: service, hub, needs; all of them are listed when it is left out
    part: Option<String>,
    /// Writes every schema into this folder, one file each
    #[arg(long, value_name = "DIR", conflicts_with = "part")]
    output: Option<PathBuf>,
    /// Says what would be written, and writes nothing
    #[arg(long, requires = "output")]
    dry_run: bool,
}

/// Writes the JSON Schema of one kind of file, or lists the kinds.
pub fn run(arguments: &Arguments, out: &mut Output) -> Result<Exit> {
    if let Some(dir) = &arguments.output {
        if arguments.dry_run {
            out.say(format!("{} schemas would be written to {}. Nothing was.", schema::names().count(), dir.display()));
            return Ok(Exit::Done);
        }
        std::fs::create_dir_all(dir).map_err(|e| Error::io("make", dir, e))?;
        let mut count = 0;
        for name in schema::names() {
            let path = dir.join(format!("{name}.json"));
            std::fs::write(&path, schema::schema(name).unwrap_or_default())
                .map_err(|e| Error::io("write", &path, e))?;
            count += 1;
        }
        out.say(format!("Wrote {count} schemas to {}.", dir.display()));
        return Ok(Exit::Done);
    }
    let Some(part) = &arguments.part else {
        schema::names().try_for_each(|name| out.line(name))?;
        return Ok(Exit::Done);
    };
    let text = schema::schema(part).ok_or_else(|| {
        let near = crate::text::nearest(part, schema::names());
        let all = schema::names().collect::<Vec<_>>().join(", ");
        Error::usage(format!("There is no kind of file \"{part}\".")).did_you_mean(near, format!("There are: {all}."))
    })?;
    out.bytes(text.as_bytes())?;
    Ok(Exit::Done)
}
