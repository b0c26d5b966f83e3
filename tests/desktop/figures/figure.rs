/// Something that was measured.
pub(crate) struct Figure {
    what: String,
    unit: &'static str,
    readings: Vec<f64>,
    limit: Option<f64>,
}

impl Figure {
    /// One or several readings of the same, in this unit. Of several the median counts.
    pub(crate) fn new(what: impl Into<String>, unit: &'static str, readings: Vec<f64>) -> Self {
        assert!(!readings.is_empty(), "nothing was read");
        Self { what: what.into(), unit, readings, limit: None }
    }

    /// With what it may be at most.
    pub(crate) fn at_most(self, limit: f64) -> Self {
        Self { limit: Some(limit), ..self }
    }

    /// Whether its goal is met, where it has one.
    pub(crate) fn is_met(&self) -> Option<bool> {
        self.limit.map(|limit| self.median() <= limit)
    }

    /// All of them as a table in Markdown.
    pub(crate) fn table(figures: &[Self]) -> String {
        let head = "| what | measured | lowest–highest | goal, at most | met |\n| --- | ---: | ---: | ---: | --: |\n";
        head.to_owned() + &figures.iter().map(Self::row).collect::<String>()
    }

    fn row(&self) -> String {
        let Self { what, unit, .. } = self;
        let shown = |value: f64| if value < 10.0 { format!("{value:.1}") } else { format!("{value:.0}") };
        let (low, high) = self.range();
        let range = if self.readings.len() > 1 {
            format!("{}–{}", shown(low), shown(high))
        } else {
            "–".to_owned()
        };
        let goal = self.limit.map_or("–".to_owned(), |limit| format!("{limit} {unit}"));
        let met = match self.is_met() {
            Some(true) => "yes",
            Some(false) => "**no**",
            None => "–",
        };
        format!("| {what} | {} {unit} | {range} | {goal} | {met} |\n", shown(self.median()))
    }

    fn median(&self) -> f64 {
        let mut sorted = self.readings.clone();
        sorted.sort_by(f64::total_cmp);
        let middle = sorted.len() / 2;
        if sorted.len() % 2 == 1 { sorted[middle] } else { f64::midpoint(sorted[middle - 1], sorted[middle]) }
    }

    fn range(&self) -> (f64, f64) {
        self.readings.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &reading| {
            (low.min(reading), high.max(reading))
        })
    }
}
