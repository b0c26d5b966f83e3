//! Medians and ratios of few values.

use serde::Serialize;

/// The middle of some values, and how far they lie apart.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct Spread {
    pub(crate) median: f64,
    pub(crate) min: f64,
    pub(crate) max: f64,
}

impl Spread {
    /// `None` for no values. Of an even number the median is the mean of the middle two.
    pub(crate) fn of(values: impl IntoIterator<Item = f64>) -> Option<Self> {
        let mut values: Vec<f64> = values.into_iter().collect();
        values.sort_by(f64::total_cmp);
        let (min, max) = (*values.first()?, *values.last()?);
        let middle = values.len() / 2;
        let median = if values.len() % 2 == 1 {
            values[middle]
        } else {
            f64::midpoint(values[middle - 1], values[middle])
        };
        Some(Self { median, min, max })
    }

    /// Of what one side took as a multiple of what the other took, round by round: both sides of each ratio were
    /// measured within the same minute. A round in which one side is missing does not count.
    pub(crate) fn of_ratios(rounds: impl IntoIterator<Item = (Option<f64>, Option<f64>)>) -> Option<Self> {
        Self::of(rounds.into_iter().filter_map(|(side, other)| match (side, other) {
            (Some(side), Some(other)) if other > 0.0 => Some(side / other),
            _ => None,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_lies_in_the_middle() {
        let rows: [(&[f64], f64); 4] =
            [(&[3.0], 3.0), (&[9.0, 1.0, 2.0], 2.0), (&[4.0, 1.0], 2.5), (&[8.0, 1.0, 2.0, 4.0], 3.0)];
        for (values, median) in rows {
            assert_eq!(Spread::of(values.iter().copied()).map(|spread| spread.median), Some(median));
        }
        assert_eq!(Spread::of([]), None);
    }

    #[test]
    fn ratios_are_made_round_by_round() {
        let rounds = [(Some(1.0), Some(2.0)), (Some(3.0), Some(4.0)), (Some(1.0), Some(4.0))];
        assert_eq!(Spread::of_ratios(rounds), Some(Spread { median: 0.5, min: 0.25, max: 0.75 }));
    }

    #[test]
    fn a_round_with_one_side_only_is_left_out() {
        let rounds = [(Some(1.0), None), (None, Some(4.0)), (Some(1.0), Some(0.0)), (Some(6.0), Some(3.0))];
        assert_eq!(Spread::of_ratios(rounds), Some(Spread { median: 2.0, min: 2.0, max: 2.0 }));
        assert_eq!(Spread::of_ratios([(None, None)]), None);
    }
}
