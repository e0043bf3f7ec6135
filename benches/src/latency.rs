//! How long things took.

use std::fmt;

/// Durations in µs, sorted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Latencies(Vec<u32>);

impl Latencies {
    pub(crate) fn new(mut micros: Vec<u32>) -> Self {
        micros.sort_unstable();
        Self(micros)
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// What so large a share of them, 0 to 1, took at most; in ms.
    pub(crate) fn quantile(&self, share: f64) -> f64 {
        let rank = (share * self.0.len() as f64).ceil() as usize;
        let micros = self.0.get(rank.saturating_sub(1)).copied();
        f64::from(micros.unwrap_or(0)) / 1_000.0
    }

    pub(crate) fn p50(&self) -> f64 {
        self.quantile(0.5)
    }

    pub(crate) fn p99(&self) -> f64 {
        self.quantile(0.99)
    }
}

/// Median and 99th percentile, in ms.
impl fmt::Display for Latencies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} / {} ms", short(self.p50()), short(self.p99()))
    }
}

/// A figure with as many digits as one reads.
pub(crate) fn short(figure: f64) -> String {
    if figure < 0.0 {
        format!("-{}", short(-figure))
    } else if figure >= 9.95 {
        thousands(figure.round() as u64)
    } else if figure >= 0.995 {
        format!("{figure:.1}")
    } else {
        format!("{figure:.2}")
    }
}

/// A whole number with its thousands apart.
pub(crate) fn thousands(number: impl Into<u64>) -> String {
    let digits = number.into().to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_of_the_nearest_rank() {
        let latencies = Latencies::new((1..=200).rev().map(|n| n * 1_000).collect());
        assert_eq!(latencies.to_string(), "100 / 198 ms");
        assert_eq!(latencies.quantile(1.0).round() as u32, 200);
        assert_eq!(Latencies::default().p99().round() as u32, 0);
    }

    #[test]
    fn figures_are_short() {
        let said: Vec<String> = [-0.5, 0.123, 0.996, 1.26, 9.96, 1_234_567.0]
            .into_iter()
            .map(short)
            .collect();
        assert_eq!(said, ["-0.50", "0.12", "1.0", "1.3", "10", "1,234,567"]);
    }
}
