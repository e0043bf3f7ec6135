//! A mail server for tests: it listens on loopback, and speaks as much SMTP as it takes.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::mpsc,
};

/// How it takes what it is brought.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    /// It takes everything.
    Kind,
    /// It has no room for the first mail, and takes the others.
    Full,
    /// It refuses each mail, and repeats in many words what stands in it.
    Cross,
    /// It takes connections, and says nothing ever.
    Silent,
}

/// A mail that came, whether or not it was taken.
#[derive(Debug)]
pub(crate) struct Mail {
    /// Whom the envelope names.
    pub(crate) to: Vec<String>,
    /// The headers, each in a line.
    pub(crate) head: String,
    /// The text, decoded.
    pub(crate) text: String,
}

pub(crate) struct MailServer {
    /// Its address, for `--smtp-url`.
    pub(crate) url: String,
    mails: mpsc::UnboundedReceiver<Mail>,
}

impl MailServer {
    pub(crate) async fn open(mood: Mood) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let (came, mails) = mpsc::unbounded_channel();
        let desk = Desk {
            mood,
            came,
            brought: Arc::default(),
        };
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(serve(socket, desk.clone()));
            }
        });
        Self { url, mails }
    }

    /// The options of a server that sends its mail here.
    pub(crate) fn options(&self) -> Vec<&str> {
        let from = "Parlour <parlour@example.org>";
        let base = "http://parlour.example";
        let url = &self.url;
        vec!["--smtp-url", url, "--mail-from", from, "--base-url", base]
    }

    /// The next mail.
    pub(crate) async fn mail(&mut self) -> Mail {
        self.mails.recv().await.unwrap()
    }
}

/// Where mails are brought.
#[derive(Clone)]
struct Desk {
    mood: Mood,
    came: mpsc::UnboundedSender<Mail>,
    /// How many there were.
    brought: Arc<AtomicUsize>,
}

struct Talk {
    hears: BufReader<OwnedReadHalf>,
    says: OwnedWriteHalf,
}

impl Talk {
    async fn hear(&mut self) -> Option<String> {
        let mut line = String::new();
        let read = self.hears.read_line(&mut line).await.ok()?;
        (read > 0).then_some(line)
    }

    async fn say(&mut self, line: &str) -> Option<()> {
        let line = format!("{line}\r\n");
        self.says.write_all(line.as_bytes()).await.ok()
    }
}

async fn serve(socket: TcpStream, desk: Desk) {
    let (hears, says) = socket.into_split();
    let mut talk = Talk {
        hears: BufReader::new(hears),
        says,
    };
    // Whoever hangs up has had enough.
    let _ = answer(&mut talk, &desk).await;
}

async fn answer(talk: &mut Talk, desk: &Desk) -> Option<()> {
    if desk.mood == Mood::Silent {
        while talk.hear().await.is_some() {}
        return None;
    }
    talk.say("220 mail.example ESMTP").await?;
    let mut to = Vec::new();
    loop {
        let line = talk.hear().await?;
        let word = line.get(..4).unwrap_or_default().to_uppercase();
        match word.as_str() {
            "EHLO" => talk.say("250-mail.example\r\n250 8BITMIME").await?,
            "MAIL" => {
                to.clear();
                talk.say("250 go on").await?;
            }
            "RCPT" => {
                let (_, address) = line.split_once('<').unwrap();
                to.push(address.split('>').next().unwrap().to_owned());
                talk.say("250 go on").await?;
            }
            "DATA" => {
                talk.say("354 go on").await?;
                let mut data = String::new();
                loop {
                    match talk.hear().await? {
                        line if line == ".\r\n" => break,
                        line => data += line.strip_prefix('.').unwrap_or(&line),
                    }
                }
                let mail = read(to.clone(), &data);
                let words: Vec<&str> = mail.text.split_whitespace().collect();
                let is_first = desk.brought.fetch_add(1, Ordering::Relaxed) == 0;
                let said = match desk.mood {
                    Mood::Cross => format!("550 I don't like {}", words.join(" ")),
                    Mood::Full if is_first => format!("452 no room for {}", words.join(" ")),
                    _ => "250 taken".to_owned(),
                };
                desk.came.send(mail).ok()?;
                talk.say(&said).await?;
            }
            "QUIT" => {
                talk.say("221 bye").await?;
                return None;
            }
            _ => talk.say("250 as you like").await?,
        }
    }
}

fn read(to: Vec<String>, data: &str) -> Mail {
    let (head, body) = data.split_once("\r\n\r\n").unwrap();
    Mail {
        to,
        // Lines that go on in the next one are put together again.
        head: head.replace("\r\n ", " "),
        text: decode(body),
    }
}

/// Quoted-printable (RFC 2045).
fn decode(body: &str) -> String {
    let body = body.replace("=\r\n", "").replace("\r\n", "\n");
    let mut bytes = Vec::new();
    let mut rest = body.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'=' {
            let digits: Vec<u8> = rest.by_ref().take(2).collect();
            let digits = std::str::from_utf8(&digits).unwrap();
            bytes.push(u8::from_str_radix(digits, 16).unwrap());
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).unwrap()
}
