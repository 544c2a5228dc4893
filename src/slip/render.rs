//! Typesets a slip: as PDF, as pictures, as the dots of a roll.

use super::prepare::{self, Prepared};
use super::{Paper, Slip};
use crate::error::{Error, Result};
use crate::snapshot::Stationery;
use crate::typeset::{self, Picture, Sheet, Template};

/// The built-in template.
const BUILT_IN: &str = include_str!("../../assets/slip/slip.typ");
/// What both templates are called in messages: where the locality's stands in its catalogue, and where ours stands in the program.
const OWN_NAME: &str = "slip/slip.typ";
const BUILT_IN_NAME: &str = "built-in/slip.typ";

/// Dots per millimetre of the printers that print on rolls.
pub const ROLL_DOTS: f64 = 8.0;

/// What came out, and what staff must know about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered<T> {
    /// The file or the picture.
    pub out: T,
    /// What the locality's own template or logo did wrong, so that it was left out; for the screen, never printed.
    pub warnings: Vec<String>,
}

/// Returns the slip as a PDF.
///
/// # Errors
/// When it holds a character that no font has.
pub fn pdf(slip: &Slip, paper: Paper, stationery: &Stationery) -> Result<Rendered<Vec<u8>>> {
    render(slip, paper, stationery, Sheet::pdf)
}

/// Returns each page of the slip as a picture; a roll is one page.
///
/// # Errors
/// When it holds a character that no font has.
pub fn pictures(
    slip: &Slip,
    paper: Paper,
    stationery: &Stationery,
    dots_per_mm: f64,
) -> Result<Rendered<Vec<Picture>>> {
    render(slip, paper, stationery, |sheet| sheet.pictures(dots_per_mm))
}

/// Returns the slip as the dots that a roll's printer prints: 576 in a row on 80 mm, 384 on 58 mm.
///
/// # Errors
/// When the paper is no roll, or the slip holds a character that no font has.
pub fn roll(slip: &Slip, paper: Paper, stationery: &Stationery) -> Result<Rendered<Picture>> {
    let (width, printed) = paper.roll().ok_or_else(|| Error::usage(format!("{paper} is no roll.")))?;
    let edge = f64::from(width - printed) / 2.0 * ROLL_DOTS;
    render(slip, paper, stationery, |sheet| {
        let pages = sheet.pictures(ROLL_DOTS)?;
        Ok(Picture::stacked(pages.iter().map(|page| page.without_sides(edge as u32))))
    })
}

/// Tries the locality's template and logo with a slip, and nothing else in their place.
///
/// # Errors
/// What is wrong with them.
pub fn own(slip: &Slip, paper: Paper, stationery: &Stationery) -> Result<()> {
    let Prepared { mut data, .. } = prepare::data(slip, paper, stationery);
    let (name, text) = stationery.template.as_deref().map_or((BUILT_IN_NAME, BUILT_IN), |text| (OWN_NAME, text));
    let logo = stationery.logo.as_ref().map(|(ending, bytes)| (format!("logo.{ending}"), bytes.as_slice()));
    data["logo"] = logo.as_ref().map(|(name, _)| name.as_str()).into();
    let files: Vec<(&str, &[u8])> = logo.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let template = Template { name, text, files: &files, title: Slip::TITLE };
    typeset::lay_out(&template, &data)?.pdf().map(drop)
}

/// Typesets with the locality's template and logo; leaves out what is broken of them and says so.
fn render<T>(
    slip: &Slip,
    paper: Paper,
    stationery: &Stationery,
    take: impl Fn(&Sheet) -> Result<T>,
) -> Result<Rendered<T>> {
    let Prepared { mut data, mut warnings } = prepare::data(slip, paper, stationery);
    let own = stationery.template.as_deref().map(|text| (OWN_NAME, text));
    let logo = stationery.logo.as_ref().map(|(ending, bytes)| (format!("logo.{ending}"), bytes.as_slice()));
    let mut attempt = |(name, text): (&str, &str), logo: Option<&(String, &[u8])>| {
        data["logo"] = logo.map(|(name, _)| name.as_str()).into();
        let files: Vec<(&str, &[u8])> = logo.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
        let template = Template { name, text, files: &files, title: Slip::TITLE };
        typeset::lay_out(&template, &data).and_then(|sheet| take(&sheet))
    };
    // The logo alone may be broken, the template alone, or both.
    let mut wrong: Vec<(bool, bool, Error)> = Vec::new();
    for template in own.into_iter().chain([(BUILT_IN_NAME, BUILT_IN)]) {
        for logo in logo.iter().map(Some).chain([None]) {
            match attempt(template, logo) {
                Ok(out) => {
                    warnings.extend(left_out(&wrong, template.0 == OWN_NAME, logo.is_some()));
                    return Ok(Rendered { out, warnings });
                }
                Err(error) => wrong.push((template.0 == OWN_NAME, logo.is_some(), error)),
            }
        }
    }
    // The last one that was tried had nothing of the locality's in it: what is wrong is in the slip.
    Err(wrong.pop().map_or_else(|| Error::system("The slip can't be typeset."), |(_, _, error)| error))
}

/// Returns what to say about the parts of the locality that could not be used.
fn left_out(wrong: &[(bool, bool, Error)], own_used: bool, logo_used: bool) -> Vec<String> {
    let mut out = Vec::new();
    if !own_used && let Some((_, _, error)) = wrong.iter().find(|(own, _, _)| *own) {
        out.push(format!(
            "The slip was made with the built-in template, because the locality's can't be used. {}",
            error.what
        ));
    }
    let with_logo = wrong.iter().find(|(own, logo, _)| *own == own_used && *logo);
    if !logo_used && let Some((_, _, error)) = with_logo {
        out.push(format!("The slip was made without the logo, because it can't be used. {}", error.what));
    }
    out
}
