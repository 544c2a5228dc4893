//! Positions in the United Kingdom, and how far it is from one to another.

use std::ops::RangeInclusive;

/// Degrees north that the United Kingdom lies in, Scilly to Shetland.
pub(super) const NORTH: RangeInclusive<f64> = 49.8..=60.9;

/// Degrees east that the United Kingdom lies in, Rockall left out.
pub(super) const EAST: RangeInclusive<f64> = -8.7..=1.8;

/// The mean radius of the Earth, in miles.
const RADIUS: f32 = 3958.8;

/// Radians of one step to the north, and of one to the east.
const NORTH_STEP: f32 = ((*NORTH.end() - *NORTH.start()).to_radians() / u16::MAX as f64) as f32;
const EAST_STEP: f32 = ((*EAST.end() - *EAST.start()).to_radians() / u16::MAX as f64) as f32;

/// Sine and cosine of the latitude in the middle, 55.35 degrees.
const SINE: f32 = 0.822_640_5;
const COSINE: f32 = 0.568_561_85;

/// A position to within twenty metres, which is all that a distance in tenths of a mile needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// Steps from the south to the north of `NORTH`.
    pub north: u16,
    /// Steps from the west to the east of `EAST`.
    pub east: u16,
}

impl Spot {
    /// Returns the spot nearest to a position.
    pub fn of(latitude: f64, longitude: f64) -> Self {
        // What is out of range ends at the border.
        let step = |value: f64, range: RangeInclusive<f64>| {
            ((value - range.start()) / (range.end() - range.start()) * f64::from(u16::MAX)).round() as u16
        };
        Self { north: step(latitude, NORTH), east: step(longitude, EAST) }
    }

    /// Returns whether a position lies in the United Kingdom, as far as a box around it tells.
    pub fn is_in_the_uk(latitude: f64, longitude: f64) -> bool {
        NORTH.contains(&latitude) && EAST.contains(&longitude)
    }

    /// Returns how many miles it is to another spot, as the crow flies. Asked of every service of a list, so it does without the functions of angles.
    pub fn miles_to(self, other: Self) -> f32 {
        let steps = |from: u16, to: u16| f32::from(to) - f32::from(from);
        let north = steps(self.north, other.north) * RADIUS * NORTH_STEP;
        // The country is small enough to be flat between two places; how wide a degree is there, a series tells.
        let middle = (f32::from(self.north) + f32::from(other.north)) / 2.0 - f32::from(u16::MAX) / 2.0;
        let off = middle * NORTH_STEP;
        let width = COSINE - off * (SINE + off * (COSINE / 2.0 - off * SINE / 6.0));
        let east = steps(self.east, other.east) * RADIUS * EAST_STEP * width;
        (north * north + east * east).sqrt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_distances_as_the_map_does() {
        let london = Spot::of(51.5074, -0.1278);
        for (name, latitude, longitude, miles) in [
            ("Edinburgh", 55.9533, -3.1883, 331.6),
            ("Cardiff", 51.4816, -3.1791, 131.4),
            ("the same place", 51.5074, -0.1278, 0.0),
            ("round the corner", 51.5108, -0.1340, 0.36),
        ] {
            let told = london.miles_to(Spot::of(latitude, longitude));
            assert!((told - miles).abs() <= 0.02 + miles / 200.0, "{name}: {told}");
        }
        assert_eq!(Spot::of(0.0, 99.0), Spot { north: 0, east: u16::MAX });
    }
}
