/// Cells in rows, the first column left-aligned and the others right-aligned.
#[derive(Debug)]
pub(crate) struct Table {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub(crate) fn new(header: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self { header: header.into_iter().map(Into::into).collect(), rows: Vec::new() }
    }

    pub(crate) fn add(&mut self, row: Vec<String>) {
        self.rows.push(row);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Columns, two spaces apart.
    pub(crate) fn text(&self) -> String {
        self.lines().map(|line| self.cells(line).join("  ") + "\n").collect()
    }

    /// The same as Markdown has it.
    pub(crate) fn markdown(&self) -> String {
        let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
        let rule = self.widths().into_iter().enumerate().map(|(column, width)| {
            let dashes = "-".repeat(width.max(3) - 1);
            if column == 0 { format!("{dashes}-") } else { format!("{dashes}:") }
        });
        let mut lines = self.lines().map(|cells| line(self.cells(cells)));
        let header = lines.next().unwrap_or_default();
        header + &line(rule.collect()) + &lines.collect::<String>()
    }

    fn lines(&self) -> impl Iterator<Item = &Vec<String>> {
        std::iter::once(&self.header).chain(&self.rows)
    }

    fn cells(&self, line: &[String]) -> Vec<String> {
        let padded = line.iter().zip(self.widths()).enumerate();
        padded
            .map(
                |(column, (cell, width))| {
                    if column == 0 { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
                },
            )
            .collect()
    }

    fn widths(&self) -> Vec<usize> {
        let width = |column: usize| {
            let cells = self.lines().filter_map(move |line| line.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or_default().max(3)
        };
        (0..self.header.len()).map(width).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_have_their_columns_aligned() {
        let mut table = Table::new(["site", "µs"]);
        assert!(table.is_empty());
        table.add(vec!["nginx, written".to_owned(), "19.6".to_owned()]);
        table.add(vec!["direct".to_owned(), "–".to_owned()]);
        assert_eq!(table.text(), "site              µs\nnginx, written  19.6\ndirect             –\n");
        assert_eq!(
            table.markdown(),
            "| site           |   µs |\n\
             | -------------- | ---: |\n\
             | nginx, written | 19.6 |\n\
             | direct         |    – |\n"
        );
    }
}
