//! Making slips: the first one of a day, which reads the fonts, and those after it; the picture of one on a roll.

use crate::measure::Times;
use crate::samples;
use crate::table::Table;
use signpost::slip::{Paper, Slip, render, thermal};
use signpost::snapshot::Stationery;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// Slips whose median is taken; none is like another.
const SLIPS: usize = 30;
/// What somebody waits for without noticing.
const FIRST: Duration = Duration::from_millis(60);
const AFTER: Duration = Duration::from_millis(15);
const ROLL: Duration = Duration::from_millis(30);

/// Makes slips of five services. Nothing may have been typeset before.
pub fn run(table: &mut Table) {
    let stationery = Stationery::default();
    let pdf = |slip: Slip| {
        let began = Instant::now();
        black_box(render::pdf(&slip, Paper::A4, &stationery).unwrap());
        began.elapsed()
    };
    let roll = |slip: Slip| {
        let began = Instant::now();
        let dots = render::roll(&slip, Paper::Roll80, &stationery).unwrap().out.bits();
        black_box(thermal::picture(Paper::Roll80, &dots).unwrap());
        began.elapsed()
    };
    let letters = |slip: Slip| {
        let began = Instant::now();
        black_box(thermal::text(&slip, Paper::Roll80).unwrap().expect("nothing in it needs a picture"));
        began.elapsed()
    };
    table.slower("slip of five to PDF, first, beside 60 ms", pdf(samples::five(0)), FIRST, Some(1.0));
    let after: Times = (1..=SLIPS).map(|round| pdf(samples::five(round))).collect();
    table.slower("slip of five to PDF, median after, beside 15 ms", after.median(), AFTER, Some(1.0));
    let after: Times = (1..=SLIPS).map(|round| pdf(samples::five_in("ur", round))).collect();
    table.slower("slip of five in Urdu to PDF, median, beside 15 ms", after.median(), AFTER, None);
    let rolls: Times = (1..=SLIPS).map(|round| roll(samples::five(round + SLIPS))).collect();
    table.slower("slip of five as dots of 80 mm, median, beside 30 ms", rolls.median(), ROLL, Some(1.0));
    let rolls: Times = (1..=SLIPS).map(|round| letters(samples::five(round))).collect();
    table.slower("slip of five as letters of 80 mm, median, beside 30 ms", rolls.median(), ROLL, Some(1.0));
}
