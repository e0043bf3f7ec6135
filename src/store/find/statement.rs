//! How a search is written in SQL.

use std::fmt::Write as _;

use super::{Column, Condition, Path, Reader, Search, Source, Test, Value};

/// A statement, and the values of its parameters from `?2` on; `?1` is the reader.
#[derive(Debug)]
pub(super) struct Statement {
    pub(super) text: String,
    pub(super) values: Vec<Value>,
    /// Whether it is worth keeping prepared.
    pub(super) comes_again: bool,
}

impl Statement {
    pub(super) fn rows(
        reader: Reader,
        source: &Source,
        columns: &[Column],
        search: &Search,
    ) -> Self {
        let mut statement = Self::begin(source, columns);
        statement.restrict(reader, source);
        statement.text += " and ";
        statement.condition(reader, source, &search.condition);
        // However many ids there are, the words are the same.
        statement.comes_again =
            matches!(search.condition, Condition::Ids(_)) && search.order.is_empty();
        statement.text += " order by ";
        for order in &search.order {
            statement.scalar(reader, source, &order.by.hops, order.by.column);
            statement.text += if order.descending { " desc, " } else { ", " };
        }
        statement.column(source, Column::Named("id"));
        statement.text += " desc limit 0 + ";
        // A negative limit is none.
        statement.bind(Value::Integer(search.limit.unwrap_or(-1)));
        statement.text += " offset ";
        statement.bind(Value::Integer(search.skip));
        statement
    }

    pub(super) fn row(source: &Source, columns: &[Column], id: i64) -> Self {
        let mut statement = Self::begin(source, columns);
        statement.column(source, Column::Named("id"));
        statement.text += " = ";
        statement.bind(Value::Integer(id));
        statement.comes_again = true;
        statement
    }

    pub(super) fn count(reader: Reader, source: &Source, condition: &Condition) -> Self {
        let mut statement = Self::begin(source, &[Column::Computed("count(*)")]);
        statement.restrict(reader, source);
        statement.text += " and ";
        statement.condition(reader, source, condition);
        statement
    }

    /// Up to the condition.
    fn begin(source: &Source, columns: &[Column]) -> Self {
        let mut statement = Self {
            text: "select ".to_owned(),
            values: Vec::new(),
            comes_again: false,
        };
        for (index, column) in columns.iter().enumerate() {
            if index > 0 {
                statement.text += ", ";
            }
            statement.column(source, *column);
        }
        let _ = write!(statement.text, " from {} where ", source.table);
        statement
    }

    /// Only what the reader may know of.
    fn restrict(&mut self, reader: Reader, source: &Source) {
        self.text += source.listed;
        if !reader.everything {
            self.text += " and ";
            self.text += source.theirs;
        }
    }

    fn condition(&mut self, reader: Reader, source: &Source, condition: &Condition) {
        match condition {
            Condition::All(parts) => self.joined(reader, source, parts, " and ", "1"),
            Condition::Any(parts) => self.joined(reader, source, parts, " or ", "0"),
            Condition::Ids(ids) => {
                self.column(source, Column::Named("id"));
                self.text += " in (select value from json_each(";
                self.bind(Value::Text(ids.clone()));
                self.text += "))";
            }
            Condition::Passes(Path { hops, column }, test) => {
                for (index, (relation, target)) in hops.iter().enumerate() {
                    let from = if index == 0 {
                        source
                    } else {
                        hops[index - 1].1
                    };
                    self.column(from, *relation);
                    let table = target.table;
                    let _ = write!(self.text, " in (select {table}.id from {table} where ");
                    self.restrict(reader, target);
                    self.text += " and ";
                }
                let last = hops.last().map_or(source, |(_, target)| target);
                self.test(last, *column, test);
                self.text.extend(hops.iter().map(|_| ')'));
            }
        }
    }

    fn joined(
        &mut self,
        reader: Reader,
        source: &Source,
        parts: &[Condition],
        word: &str,
        none: &str,
    ) {
        self.text.push('(');
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                self.text += word;
            }
            self.condition(reader, source, part);
        }
        if parts.is_empty() {
            self.text += none;
        }
        self.text.push(')');
    }

    fn test(&mut self, source: &Source, column: Column, test: &Test) {
        self.text.push('(');
        // What has no value is not among others' values either.
        if matches!(test, Test::NotIn(_) | Test::Lacks(_)) {
            self.column(source, column);
            self.text += " is null or ";
        }
        self.column(source, column);
        match test {
            Test::Is(value) => self.compared("is", value),
            Test::IsNot(value) => self.compared("is not", value),
            Test::Above(value) => self.compared(">", value),
            Test::AtLeast(value) => self.compared(">=", value),
            Test::Below(value) => self.compared("<", value),
            Test::AtMost(value) => self.compared("<=", value),
            Test::In(values) => self.among("in", values),
            Test::NotIn(values) => self.among("not in", values),
            Test::Holds(words) => self.patterned("like", words),
            Test::Lacks(words) => self.patterned("not like", words),
            Test::Exists(true) => self.text += " is not null",
            Test::Exists(false) => self.text += " is null",
        }
        self.text.push(')');
    }

    fn compared(&mut self, operator: &str, value: &Value) {
        let _ = write!(self.text, " {operator} ");
        self.bind(value.clone());
    }

    fn among(&mut self, operator: &str, values: &[Value]) {
        let _ = write!(self.text, " {operator} (");
        for (index, value) in values.iter().enumerate() {
            if index > 0 {
                self.text += ", ";
            }
            self.bind(value.clone());
        }
        self.text.push(')');
    }

    fn patterned(&mut self, operator: &str, text: &str) {
        let mut pattern = "%".to_owned();
        for letter in text.chars() {
            if matches!(letter, '%' | '_' | '\\') {
                pattern.push('\\');
            }
            pattern.push(letter);
        }
        pattern.push('%');
        self.compared(operator, &Value::Text(pattern));
        self.text += r" escape '\'";
    }

    /// One value for each row: the column's, or that of the one row that it leads to.
    fn scalar(
        &mut self,
        reader: Reader,
        source: &Source,
        hops: &[(Column, &'static Source)],
        column: Column,
    ) {
        let Some(((relation, target), rest)) = hops.split_first() else {
            return self.column(source, column);
        };
        self.text += "(select ";
        self.scalar(reader, target, rest, column);
        let _ = write!(self.text, " from {0} where {0}.id = ", target.table);
        self.column(source, *relation);
        self.text += " and ";
        self.restrict(reader, target);
        self.text.push(')');
    }

    fn column(&mut self, source: &Source, column: Column) {
        match column {
            Column::Named(name) => {
                let _ = write!(self.text, "{}.{name}", source.table);
            }
            Column::Computed(expression) => self.text += expression,
        }
    }

    fn bind(&mut self, value: Value) {
        self.values.push(value);
        let _ = write!(self.text, "?{}", self.values.len() + 1);
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Order, sources},
        *,
    };
    use crate::domain::PersonId;

    const ANYONE: Reader = Reader {
        person: None,
        everything: true,
    };
    const BOB: Reader = Reader {
        person: Some(PersonId(2)),
        everything: false,
    };

    fn counted(reader: Reader, condition: &Condition) -> Statement {
        Statement::count(reader, &sources::MESSAGES, condition)
    }

    fn content(test: Test) -> Condition {
        Condition::Passes(Column::Named("content").into(), test)
    }

    #[test]
    fn what_was_typed_is_bound_and_never_written() {
        let hostile = "x' or 1=1; drop table people --";
        let text = || Value::Text(hostile.to_owned());
        let parts = [
            Test::Is(text()),
            Test::IsNot(text()),
            Test::Above(text()),
            Test::AtLeast(text()),
            Test::Below(text()),
            Test::AtMost(text()),
            Test::In(vec![text(), text()]),
            Test::NotIn(vec![text()]),
            Test::Holds(hostile.to_owned()),
            Test::Lacks(hostile.to_owned()),
        ];
        let statement = counted(ANYONE, &Condition::Any(parts.map(content).into()));
        assert!(!statement.text.contains("drop"), "{}", statement.text);
        assert_eq!(statement.values.len(), 11);
        assert!(statement.text.contains("?12") && !statement.text.contains("?13"));
    }

    #[test]
    fn whoever_may_not_read_everything_is_kept_to_their_own() {
        let all = Condition::All(Vec::new());
        let open = counted(ANYONE, &all).text;
        assert!(!open.contains("memberships"), "{open}");
        let bob = counted(BOB, &all).text;
        assert_eq!(
            bob,
            "select count(*) from messages where messages.deleted_at is null and messages.room_id in \
             (select room_id from memberships where person_id = ?1 and joined = 1) and (1)"
        );
    }

    #[test]
    fn a_table_that_is_reached_over_a_relation_is_restricted_too() {
        let sender = Path {
            hops: vec![(Column::Named("sender_id"), &sources::PEOPLE)],
            column: Column::Named("email"),
        };
        let condition = Condition::Passes(sender.clone(), Test::Is(Value::Text("a@b".to_owned())));
        let text = counted(ANYONE, &condition).text;
        assert!(
            text.ends_with(
                "messages.sender_id in (select people.id from people \
                 where ?1 is not null and people.erased_at is null and (people.email is ?2))"
            ),
            "{text}"
        );
        let search = Search {
            condition: Condition::All(Vec::new()),
            order: vec![Order {
                by: sender,
                descending: true,
            }],
            limit: None,
            skip: 0,
        };
        let text =
            Statement::rows(ANYONE, &sources::MESSAGES, &[Column::Named("id")], &search).text;
        assert!(
            text.contains(
                "order by (select people.email from people where people.id = messages.sender_id and \
                 ?1 is not null and people.erased_at is null) desc, messages.id desc limit 0 + ?2 offset ?3"
            ),
            "{text}"
        );
    }

    #[test]
    fn signs_of_a_pattern_stand_for_themselves() {
        let statement = counted(ANYONE, &content(Test::Holds(r"50%_\".to_owned())));
        assert_eq!(statement.values, [Value::Text(r"%50\%\_\\%".to_owned())]);
        assert!(statement.text.ends_with(r"like ?2 escape '\')"));
    }
}
