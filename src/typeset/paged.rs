//! A laid-out document: what is wrong with it, and how it leaves as PDF or pictures.

use super::picture::Picture;
use super::unusable;
use super::world::Desk;
use crate::error::{Error, Result, caught};
use crate::text::clean;
use serde_json::Value;
use typst::diag::SourceDiagnostic;
use typst::foundations::Smart;
use typst::layout::{Abs, Frame, FrameItem, Point, Size, Transform};
use typst::model::DocumentInfo;
use typst::text::TextItem;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};
use typst_render::RenderOptions;

/// What every file says it was made with.
const CREATOR: &str = "Signpost";
/// How far a text may reach over the edge of its page: rounding, no letter.
const EDGE: Abs = Abs::raw(1.0);
/// Points to a millimetre.
const POINTS: f64 = 72.0 / 25.4;

/// A laid-out document.
#[derive(Debug)]
pub struct Sheet {
    desk: Desk,
    document: PagedDocument,
}

impl Sheet {
    /// Lays out the template of this world, with data to find the text of a missing character in.
    pub fn of(desk: Desk, data: &Value, title: &str) -> Result<Self> {
        let compiled = typst::compile::<PagedDocument>(&desk).output;
        let mut document = compiled.map_err(|errors| first(&desk, &errors))?;
        for page in document.pages() {
            let mut texts = Vec::new();
            walk(&page.frame, Transform::identity(), &mut texts);
            for (at, text) in texts {
                covered(text, data)?;
                inside(at, text, page.frame.size())?;
            }
        }
        // Whatever a template says of itself: the file tells nothing but what it is called.
        let locale = document.info_mut().locale;
        *document.info_mut() = DocumentInfo { title: Some(title.into()), locale, ..DocumentInfo::default() };
        Ok(Self { desk, document })
    }

    /// Returns how many pages it has.
    pub fn pages(&self) -> usize {
        self.document.pages().len()
    }

    /// Returns it as PDF/UA-1: tagged, without the time at which it was made.
    ///
    /// # Errors
    /// When the template does something that such a file must not hold: a picture without words, say.
    pub fn pdf(&self) -> Result<Vec<u8>> {
        let standards = PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|e| unusable(e.message()))?;
        let options =
            PdfOptions { creator: Smart::Custom(Some(CREATOR.to_owned())), standards, ..PdfOptions::default() };
        caught(|| typst_pdf::pdf(&self.document, &options))?.map_err(|errors| first(&self.desk, &errors))
    }

    /// Returns its pages as pictures.
    ///
    /// # Errors
    /// When one would be far too large.
    pub fn pictures(&self, dots_per_mm: f64) -> Result<Vec<Picture>> {
        let options = RenderOptions { pixel_per_pt: (dots_per_mm / POINTS).into(), ..RenderOptions::default() };
        let draw = |page| {
            let drawn = caught(|| typst_render::render(page, &options))?;
            Ok(Picture::of(drawn.width(), drawn.height(), drawn.data()))
        };
        self.document.pages().iter().map(draw).collect()
    }
}

/// Returns the first of the errors that typst found.
fn first(desk: &Desk, errors: &[SourceDiagnostic]) -> Error {
    errors.first().map_or_else(|| unusable("The template can't be typeset"), |error| unusable(desk.place(error)))
}

/// Collects every text with where it stands on its page.
fn walk<'a>(frame: &'a Frame, transform: Transform, out: &mut Vec<(Transform, &'a TextItem)>) {
    for (point, item) in frame.items() {
        let here = transform.pre_concat(Transform::translate(point.x, point.y));
        match item {
            FrameItem::Group(group) => walk(&group.frame, here.pre_concat(group.transform), out),
            FrameItem::Text(text) => out.push((here, text)),
            _ => {}
        }
    }
}

/// Refuses a text with a character that no font can draw: nobody takes an empty box home.
fn covered(text: &TextItem, data: &Value) -> Result<()> {
    let Some(glyph) = text.glyphs.iter().find(|glyph| glyph.id == 0) else { return Ok(()) };
    let missing = text.text.get(glyph.range()).and_then(|cluster| cluster.chars().next());
    let Some(missing) = missing else { return Ok(()) };
    let whole = holding(data, missing).unwrap_or(&text.text);
    let code = u32::from(missing);
    Err(Error::input(format!("Signpost has no letter for \"{missing}\" (U+{code:04X}) in \"{whole}\"."))
        .hint("Leave that service or line off for now; whoever keeps it can write it without this sign."))
}

/// Returns the first text of the data that holds a character.
fn holding(data: &Value, wanted: char) -> Option<&str> {
    match data {
        Value::String(text) => text.contains(wanted).then_some(text),
        Value::Array(values) => values.iter().find_map(|value| holding(value, wanted)),
        Value::Object(values) => values.values().find_map(|value| holding(value, wanted)),
        _ => None,
    }
}

/// Refuses a text that runs off its page, where nobody reads it.
fn inside(at: Transform, text: &TextItem, page: Size) -> Result<()> {
    let fits = [Abs::zero(), text.width()].into_iter().all(|x| {
        let end = Point::with_x(x).transform(at);
        let within = |value: Abs, limit: Abs| value >= -EDGE && value <= limit + EDGE;
        within(end.x, page.x) && within(end.y, page.y)
    });
    if fits {
        return Ok(());
    }
    Err(Error::input(format!("\"{}\" runs off the page.", clean(&text.text).trim()))
        .hint("Shorten it, or choose wider paper."))
}
