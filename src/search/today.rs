//! What a service is like today, apart from what is asked for.

use super::weights as w;
use crate::catalogue::Nation;
use crate::snapshot::{Snapshot, Weigh, nation_bit};

/// Returns what a service loses because it is another nation's.
pub fn abroad(snapshot: &Snapshot, nation: Option<Nation>, number: u32) -> f32 {
    let Some(own) = nation.filter(|_| snapshot.weigh(number).is(Weigh::NATIONAL)) else { return 0.0 };
    let nations = snapshot.facts(number).map_or(0, |facts| facts.nations());
    if nations == 0 || nations & nation_bit(own) != 0 { 0.0 } else { w::ABROAD }
}

/// Returns what a service is like today, apart from the query.
pub fn today_weight(weigh: Weigh, today: u16) -> f32 {
    let mut sum = 0.0;
    let mut add = |flag, weight| sum += if weigh.is(flag) { weight } else { 0.0 };
    add(Weigh::NO_PROFESSIONAL, w::NO_PROFESSIONAL);
    add(Weigh::WAITING, w::WAITING);
    add(Weigh::SHUT, w::SHUT);
    add(Weigh::ONLY_WHEN_SAID, w::ONLY_WHEN_SAID);
    if weigh.is_gone(today) {
        sum += w::GONE;
    }
    if !weigh.is(Weigh::NATIONAL) {
        sum += w::LOCAL;
    }
    if weigh.checked > 0 {
        let age = f32::from(today.saturating_sub(weigh.checked));
        sum += w::CHECKED * (1.0 - age / w::CHECK_FADES).max(0.0);
    } else if weigh.is(Weigh::SOURCED) {
        sum += w::SOURCED;
    }
    sum
}
