//! Pictures: decoded within limits, turned the right way, drawn smaller, and encoded anew, without what the camera noted.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Cursor, Read as _, Seek, Write as _},
    path::Path,
};

use image::{
    DynamicImage, ImageDecoder, ImageEncoder, ImageError, Limits, RgbImage, Rgba, RgbaImage,
    codecs::{
        gif::GifDecoder,
        jpeg::{JpegDecoder, JpegEncoder},
        png::{PngDecoder, PngEncoder},
        webp::WebPDecoder,
    },
    imageops::{self, FilterType},
    metadata::Orientation,
};
use tokio::{sync::Semaphore, task::spawn_blocking};

use super::{Error, Result, shelf::Parcel};
use crate::domain::{
    Problem,
    logo::SIDE,
    media::{CARD, Form, THUMBNAIL},
    preview,
};

/// How many pictures are worked on at once. Each takes up to [`MEMORY`], two copies of it, and a core for a second or
/// so; the others wait, so that a flood of pictures can't take the memory or every core.
static TURNS: Semaphore = Semaphore::const_new(2);

/// How many millions of pixels a picture may have: more than telephones' cameras give.
const MEGAPIXELS: u64 = 50;
/// How many bytes a decoded picture may take.
const MEMORY: u64 = 256 * 1_024 * 1_024;
/// The length of a portrait's side, in pixels: the largest square that is shown, on the sharpest screen.
const PORTRAIT: u32 = 256;
/// The point at a logo that says that something waits: its middle, from the left and from above, and its radius, in pixels.
/// It stands where that of `public/favicon-waiting.svg` does, and has its colour.
const POINT: (u32, u32) = (196, 60);
/// See [`POINT`].
const POINT_COLOUR: Rgba<u8> = Rgba([0xf0, 0xc0, 0x60, u8::MAX]);
/// How many bytes may say what the colours of a picture mean that comes from a stranger: those of cameras are far smaller.
const PROFILE: usize = 16 << 10;
/// How many of a file's first bytes tell its type.
const HEAD: u64 = 8_192;

const PNG: &str = "image/png";
const JPEG: &str = "image/jpeg";
const GIF: &str = "image/gif";
const WEBP: &str = "image/webp";
/// What is no type that is known.
const BYTES: &str = "application/octet-stream";

/// What an upload has become.
#[derive(Debug)]
pub(super) struct Made {
    /// The type of the file itself.
    pub(super) kind: &'static str,
    /// Its size in bytes.
    pub(super) size: i64,
    /// Of a picture: width and height.
    pub(super) pixels: Option<(u32, u32)>,
    /// The type of the smaller forms.
    pub(super) preview: Option<&'static str>,
}

/// Works on an upload when it is its turn, on a thread for such work. The turn and the parcel last as long as the work,
/// also if nobody waits for it any more.
pub(super) async fn in_turn<T: Send + 'static>(
    parcel: Parcel,
    work: impl FnOnce(&Parcel) -> Result<T> + Send + 'static,
) -> Result<(Parcel, T)> {
    let turn = TURNS.acquire().await.map_err(io::Error::other)?;
    let worked = spawn_blocking(move || {
        let _turn = turn;
        work(&parcel).map(|made| (parcel, made))
    });
    worked.await.unwrap_or_else(|error| {
        // A decoder that breaks off has met a picture that no honest program wrote.
        tracing::warn!(%error, "a picture could not be worked on");
        Err(Problem::PictureBroken.into())
    })
}

/// Makes a portrait of an upload: a square out of its middle, in the place of what came.
pub(super) fn portrait(parcel: &Parcel) -> Result<Made> {
    let file = parcel.file(Form::Original);
    let kind = kind(&file)?;
    let picture = Picture::read(open(&file)?, kind)?.ok_or(Problem::PictureUnknown)?;
    let (width, height) = (picture.image.width(), picture.image.height());
    let side = width.min(height);
    let square = picture
        .image
        .crop_imm((width - side) / 2, (height - side) / 2, side, side);
    let square = on_white(&shrink(square, (PORTRAIT, PORTRAIT)));
    let colours = picture.colours.as_deref();
    write(&file, |to| jpeg(to, &square, 88, colours))?;
    Ok(Made {
        kind: JPEG,
        size: size(&file)?,
        pixels: Some((square.width(), square.height())),
        preview: None,
    })
}

/// Prepares an upload for being shown: of a picture, its smaller forms, and the file itself without what the camera
/// noted. Moving pictures stay as they came, since no camera makes them. Of anything else, its type.
pub(super) fn prepare(parcel: &Parcel) -> Result<Made> {
    let file = parcel.file(Form::Original);
    let mut kind = kind(&file)?;
    let Some(picture) = Picture::read(open(&file)?, kind)? else {
        let size = size(&file)?;
        return Ok(Made {
            kind,
            size,
            pixels: None,
            preview: None,
        });
    };
    let colours = picture.colours.as_deref();
    let pixels = (picture.image.width(), picture.image.height());
    if !picture.moves {
        // What was without loss stays so.
        let plain = kind == JPEG || (kind == WEBP && is_opaque(&picture.image));
        kind = encode(&file, &picture.image, plain, 90, colours)?;
    }
    let card = shrink(picture.image, (CARD, CARD));
    let plain = is_opaque(&card);
    let preview = encode(&parcel.file(Form::Card), &card, plain, 82, colours)?;
    let thumbnail = shrink(card, (THUMBNAIL, THUMBNAIL));
    encode(
        &parcel.file(Form::Thumbnail),
        &thumbnail,
        plain,
        82,
        colours,
    )?;
    Ok(Made {
        kind,
        size: size(&file)?,
        pixels: Some(pixels),
        preview: Some(preview),
    })
}

/// Draws a small picture for the card of a link into a parcel, of bytes that a stranger's server sent. How large it is has
/// bounds, whatever they were.
pub(super) fn vignette(parcel: &Parcel, bytes: Vec<u8>) -> Result<Made> {
    let kind = told_by(&bytes);
    let picture = Picture::read(Cursor::new(bytes), kind)?.ok_or(Problem::PictureUnknown)?;
    let small = on_white(&shrink(picture.image, preview::PICTURE));
    let colours = picture.colours.filter(|profile| profile.len() <= PROFILE);
    let file = parcel.file(Form::Original);
    write(&file, |to| jpeg(to, &small, 82, colours.as_deref()))?;
    Ok(Made {
        kind: JPEG,
        size: size(&file)?,
        pixels: Some((small.width(), small.height())),
        preview: None,
    })
}

/// Makes a logo of an upload, in the place of what came: a square with all of the picture in its middle, on nothing. Beside
/// it, into another parcel, the same with a point that says that something waits.
pub(super) fn logo(parcel: &Parcel, waiting: &Parcel) -> Result<(Made, Made)> {
    let file = parcel.file(Form::Original);
    let kind = kind(&file)?;
    let picture = Picture::read(open(&file)?, kind)?.ok_or(Problem::PictureUnknown)?;
    // The second way is the better one, and slow with many pixels.
    let whole = shrink(picture.image, (2 * SIDE, 2 * SIDE));
    let whole = whole.resize(SIDE, SIDE, FilterType::CatmullRom).to_rgba8();
    let mut square = RgbaImage::new(SIDE, SIDE);
    let middle = |side: u32| i64::from((SIDE - side) / 2);
    let (left, above) = (middle(whole.width()), middle(whole.height()));
    imageops::overlay(&mut square, &whole, left, above);
    let colours = picture.colours.filter(|profile| profile.len() <= PROFILE);
    let save = |file: &Path, image: &RgbaImage| {
        let image = DynamicImage::from(image.clone());
        let kind = encode(file, &image, false, 0, colours.as_deref())?;
        Ok::<_, Error>(Made {
            kind,
            size: size(file)?,
            pixels: Some((SIDE, SIDE)),
            preview: None,
        })
    };
    let quiet = save(&file, &square)?;
    point_at(&mut square);
    Ok((quiet, save(&waiting.file(Form::Original), &square)?))
}

/// Paints the point of what waits.
fn point_at(square: &mut RgbaImage) {
    let (middle, radius) = POINT;
    for (x, y, pixel) in square.enumerate_pixels_mut() {
        if x.abs_diff(middle).pow(2) + y.abs_diff(middle).pow(2) <= radius.pow(2) {
            *pixel = POINT_COLOUR;
        }
    }
}

/// What a file is by its first bytes, whatever its name says.
fn kind(file: &Path) -> Result<&'static str> {
    let mut head = Vec::new();
    File::open(file)?.take(HEAD).read_to_end(&mut head)?;
    Ok(told_by(&head))
}

fn told_by(head: &[u8]) -> &'static str {
    infer::get(head).map_or(BYTES, |found| found.mime_type())
}

fn open(file: &Path) -> io::Result<BufReader<File>> {
    File::open(file).map(BufReader::new)
}

fn size(file: &Path) -> Result<i64> {
    let bytes = file.metadata()?.len();
    Ok(i64::try_from(bytes).map_err(io::Error::other)?)
}

/// A picture, decoded and the right way up.
struct Picture {
    image: DynamicImage,
    /// What its colours mean, where it says so: an ICC profile.
    colours: Option<Vec<u8>>,
    /// Whether there is more than the one picture.
    moves: bool,
}

impl Picture {
    /// Reads something of one of the types that are pictures here; `None` for the others.
    fn read(from: impl BufRead + Seek + 'static, kind: &str) -> Result<Option<Self>> {
        let (decoder, moves): (Box<dyn ImageDecoder>, bool) = match kind {
            PNG => {
                let decoder = PngDecoder::with_limits(from, limits()).map_err(refused)?;
                let moves = decoder.is_apng().map_err(refused)?;
                (Box::new(decoder), moves)
            }
            JPEG => (Box::new(JpegDecoder::new(from).map_err(refused)?), false),
            GIF => (Box::new(GifDecoder::new(from).map_err(refused)?), true),
            WEBP => {
                let decoder = WebPDecoder::new(from).map_err(refused)?;
                let moves = decoder.has_animation();
                (Box::new(decoder), moves)
            }
            _ => return Ok(None),
        };
        Self::decode(decoder, moves).map(Some)
    }

    fn decode(mut decoder: Box<dyn ImageDecoder>, moves: bool) -> Result<Self> {
        let (width, height) = decoder.dimensions();
        let pixels = u64::from(width) * u64::from(height);
        // Before anything is decoded: a few bytes can announce a picture that no memory holds.
        if pixels > MEGAPIXELS * 1_000_000 || decoder.total_bytes() > MEMORY {
            return Err(too_large().into());
        }
        decoder.set_limits(limits()).map_err(refused)?;
        let turned = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        let colours = decoder.icc_profile().ok().flatten();
        let mut image = DynamicImage::from_decoder(decoder).map_err(refused)?;
        image.apply_orientation(turned);
        Ok(Self {
            image,
            // A profile of grey or of inks would mean nothing for what is written here.
            colours: colours.filter(|profile| profile.get(16..20) == Some(b"RGB ")),
            moves,
        })
    }
}

fn limits() -> Limits {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY);
    limits
}

fn too_large() -> Problem {
    Problem::PictureTooLarge {
        megapixels: MEGAPIXELS,
    }
}

/// Why a picture is not taken.
fn refused(error: ImageError) -> Error {
    match error {
        ImageError::Limits(_) => too_large().into(),
        _ => Problem::PictureBroken.into(),
    }
}

/// The picture within this width and height, never enlarged.
fn shrink(image: DynamicImage, (width, height): (u32, u32)) -> DynamicImage {
    if image.width() > width || image.height() > height {
        image.thumbnail(width, height)
    } else {
        image
    }
}

fn is_opaque(image: &DynamicImage) -> bool {
    !image.color().has_alpha() || image.to_rgba8().pixels().all(|pixel| pixel.0[3] == u8::MAX)
}

/// The picture on white paper: letters stand behind a portrait and must not be seen through it, and what was drawn for white
/// paper can't be seen on black.
fn on_white(image: &DynamicImage) -> RgbImage {
    let image = image.to_rgba8();
    RgbImage::from_fn(image.width(), image.height(), |x, y| {
        let [red, green, blue, alpha] = image.get_pixel(x, y).0.map(u16::from);
        let paper = 255 * (255 - alpha);
        [red, green, blue]
            .map(|colour| u8::try_from((colour * alpha + paper) / 255).unwrap_or(u8::MAX))
            .into()
    })
}

/// Writes a picture, as JPEG if it may be `plain`, else as PNG; gives the type.
fn encode(
    file: &Path,
    image: &DynamicImage,
    plain: bool,
    quality: u8,
    colours: Option<&[u8]>,
) -> Result<&'static str> {
    if plain {
        write(file, |to| jpeg(to, &image.to_rgb8(), quality, colours))?;
        return Ok(JPEG);
    }
    write(file, |to| {
        let mut encoder = PngEncoder::new(to);
        if let Some(colours) = colours {
            // PNG takes any.
            let _ = encoder.set_icc_profile(colours.to_vec());
        }
        image.write_with_encoder(encoder)
    })?;
    Ok(PNG)
}

fn jpeg(
    to: &mut BufWriter<File>,
    image: &RgbImage,
    quality: u8,
    colours: Option<&[u8]>,
) -> Result<(), ImageError> {
    let mut encoder = JpegEncoder::new_with_quality(to, quality);
    if let Some(colours) = colours {
        // One that is too large for JPEG is left out.
        let _ = encoder.set_icc_profile(colours.to_vec());
    }
    encoder.encode_image(image)
}

/// Writes a file anew, and has it on the disk.
fn write(
    file: &Path,
    encode: impl FnOnce(&mut BufWriter<File>) -> Result<(), ImageError>,
) -> Result<()> {
    let mut to = BufWriter::new(File::create(file)?);
    encode(&mut to).map_err(|error| match error {
        ImageError::IoError(error) => Error::Files(error),
        _ => Problem::PictureBroken.into(),
    })?;
    to.flush()?;
    to.into_inner()
        .map_err(io::IntoInnerError::into_error)?
        .sync_all()?;
    Ok(())
}
