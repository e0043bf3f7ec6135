//! What a collection is: which documents it has, with which fields, who may do what with them, and which operations of
//! [`chat`](crate::chat) carry that out.
//!
//! A collection is declared once, in [`collections`](super::collections). Routes, checks, filters, documents and the
//! description come from the declaration. To add one: its source in
//! [`store::find::sources`](crate::store::find::sources), a file with its declaration, its line in
//! [`ALL`](super::collections::ALL).

use futures_util::future::BoxFuture;

use super::{asker::Asker, draft::Draft, error::Refusal};
use crate::{
    domain::MediaId,
    store::find::{Column, Source},
};

/// A kind of documents.
#[derive(Debug)]
pub(super) struct Collection {
    /// Its name in addresses: `messages`.
    pub(super) slug: &'static str,
    /// What people call one of its documents: `Message`.
    pub(super) singular: &'static str,
    /// And several.
    pub(super) plural: &'static str,
    /// What it is, in a line.
    pub(super) about: &'static str,
    /// Where its documents are, and which of them are whose.
    pub(super) source: &'static Source,
    /// The fields, in the order of the document.
    pub(super) fields: &'static [Field],
    /// The field that says whose a document is, where it is somebody's.
    pub(super) owner: Option<&'static str>,
    /// Who may look.
    pub(super) read: Who,
    /// How one is made.
    pub(super) create: Create,
    /// How one is changed.
    pub(super) update: Option<Update>,
    /// How one is deleted.
    pub(super) delete: Option<Delete>,
}

/// Who may do something at all. With which of the documents, `chat` decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// Who has an account; in open mode, anybody.
    Anyone,
    /// Who has an account.
    Member,
    /// An admin.
    Admin,
}

/// How a document is made.
#[derive(Debug)]
pub(super) struct Create {
    /// Who may.
    pub(super) who: Who,
    /// Whether a document can be made like another.
    pub(super) copies: bool,
    /// Makes it and gives its id.
    pub(super) run: for<'a> fn(&'a Asker, &'a Draft) -> BoxFuture<'a, Result<i64, Refusal>>,
    /// Makes one of a file that was sent with it, and is a draft of the asker's so far.
    pub(super) of_file: Option<OfFile>,
}

/// Makes a document of a file.
pub(super) type OfFile =
    for<'a> fn(&'a Asker, MediaId, &'a Draft) -> BoxFuture<'a, Result<(), Refusal>>;

/// How a document is changed.
#[derive(Debug)]
pub(super) struct Update {
    /// Who may.
    pub(super) who: Who,
    /// Changes what the draft has.
    pub(super) run: for<'a> fn(&'a Asker, i64, &'a Draft) -> BoxFuture<'a, Result<(), Refusal>>,
}

/// How a document is deleted.
#[derive(Debug)]
pub(super) struct Delete {
    /// Who may.
    pub(super) who: Who,
    /// Deletes it.
    pub(super) run: for<'a> fn(&'a Asker, i64) -> BoxFuture<'a, Result<(), Refusal>>,
}

/// A field of a collection's documents.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a property of its own"
)]
pub(super) struct Field {
    /// Its key: `sender`.
    pub(super) name: &'static str,
    /// What people call it: `Sender`. Where there is none, refusals say the key.
    pub(super) label: Option<&'static str>,
    /// What it means, in a line.
    pub(super) about: &'static str,
    /// What it holds.
    pub(super) kind: Kind,
    /// Where it is kept. What has no column is never shown, and what is never shown has none.
    pub(super) column: Option<Column>,
    /// Whether a new document needs it.
    pub(super) required: Required,
    /// Who may see and write it.
    pub(super) access: Access,
    /// Whether it is in each document, whatever was selected.
    pub(super) always: bool,
    /// Whether a copy has the original's.
    pub(super) copied: bool,
    /// Whether a relation stays an id, however deep one asks.
    pub(super) flat: bool,
    /// Whether a text may have many lines.
    pub(super) long: bool,
    /// How its value is shown to people.
    pub(super) shown: Shown,
}

/// How a field's value is shown to people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// In words.
    Words,
    /// As the picture that it is the address of.
    Picture,
    /// As a link to the address that it is.
    Link,
}

/// What a field holds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// Words.
    Text,
    /// An e-mail address.
    Email,
    /// A whole number.
    Number,
    /// A point in time.
    Date,
    /// Yes or no.
    Checkbox,
    /// One of these words.
    Select(&'static [&'static str]),
    /// A UUID.
    Uuid,
    /// The id of a document of another collection.
    Relationship(&'static Collection),
    /// The ids of several, in an order.
    Relationships(&'static Collection),
    /// A JSON object, which only the server writes.
    Object,
    /// A list of them.
    Objects,
}

/// Whether a new document needs a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Required {
    /// No.
    No,
    /// Yes.
    Yes,
    /// From who has no account, in open mode.
    Anonymously,
    /// Where all of these other fields are missing.
    Without(&'static [&'static str]),
}

/// Who may do what with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Access {
    /// See it.
    pub(super) read: By,
    /// Write it in a new document.
    pub(super) create: By,
    /// Write it in one that there is.
    pub(super) update: By,
}

/// Who of those who may do something with a document may do it with a field. `chat` has the rules; what is declared here is
/// what is offered, and refused before anything is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// Nobody: what is written so is ignored, as in the seed.
    Nobody,
    /// All of them.
    Anyone,
    /// Whose document it is: see [`Collection::owner`].
    Oneself,
    /// Whose document it is, and admins.
    OneselfOrAdmin,
    /// Admins, in the documents of others.
    Admin,
}

impl Field {
    /// A field that only the server writes, until it is told otherwise.
    pub(super) const fn new(name: &'static str, kind: Kind, column: Column) -> Self {
        Self {
            name,
            label: None,
            about: "",
            kind,
            column: Some(column),
            required: Required::No,
            access: Access {
                read: By::Anyone,
                create: By::Nobody,
                update: By::Nobody,
            },
            always: false,
            copied: true,
            flat: false,
            long: false,
            shown: Shown::Words,
        }
    }

    /// A field that is taken and never shown.
    pub(super) const fn hidden(name: &'static str, kind: Kind) -> Self {
        let mut field = Self::new(name, kind, Column::Named(name));
        field.column = None;
        field.access.read = By::Nobody;
        field
    }

    /// The document's number.
    pub(super) const ID: Self = Self::new("id", Kind::Number, Column::Named("id"))
        .about("The document's number.")
        .always();

    /// When the document was made.
    pub(super) const CREATED_AT: Self =
        Self::new("createdAt", Kind::Date, Column::Named("created_at")).about("When it was made.");

    /// When the document last changed.
    pub(super) const UPDATED_AT: Self =
        Self::new("updatedAt", Kind::Date, Column::Named("updated_at"))
            .about("When it last changed.");

    pub(super) const fn label(mut self, label: &'static str) -> Self {
        self.label = Some(label);
        self
    }

    pub(super) const fn about(mut self, about: &'static str) -> Self {
        self.about = about;
        self
    }

    pub(super) const fn required(mut self, required: Required) -> Self {
        self.required = required;
        self
    }

    /// Who of those who may see a document sees it.
    pub(super) const fn read(mut self, by: By) -> Self {
        self.access.read = by;
        self
    }

    /// Who of those who make a document may write it there.
    pub(super) const fn create(mut self, by: By) -> Self {
        self.access.create = by;
        self
    }

    /// Who of those who change a document may write it there.
    pub(super) const fn update(mut self, by: By) -> Self {
        self.access.update = by;
        self
    }

    /// Whether only the server writes it.
    pub(super) fn is_servers(&self) -> bool {
        self.access.create == By::Nobody && self.access.update == By::Nobody
    }

    /// Whether it is in answers.
    pub(super) fn is_shown(&self) -> bool {
        self.access.read != By::Nobody
    }

    pub(super) const fn always(mut self) -> Self {
        self.always = true;
        self
    }

    pub(super) const fn not_copied(mut self) -> Self {
        self.copied = false;
        self
    }

    pub(super) const fn flat(mut self) -> Self {
        self.flat = true;
        self
    }

    pub(super) const fn long(mut self) -> Self {
        self.long = true;
        self
    }

    pub(super) const fn shown(mut self, shown: Shown) -> Self {
        self.shown = shown;
        self
    }

    /// The collection that it leads to.
    pub(super) fn target(&self) -> Option<&'static Collection> {
        match self.kind {
            Kind::Relationship(target) | Kind::Relationships(target) => Some(target),
            _ => None,
        }
    }
}

impl Collection {
    /// A field by its key.
    pub(super) fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// What people call so many of its documents.
    pub(super) fn named(&self, count: usize) -> &'static str {
        if count == 1 {
            self.singular
        } else {
            self.plural
        }
    }
}
