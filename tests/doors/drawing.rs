//! Pictures to upload, honest ones and others.

use image::{
    DynamicImage, ExtendedColorType, Frame, ImageEncoder as _, ImageFormat, Rgb, RgbImage, Rgba,
    RgbaImage,
    codecs::{gif::GifEncoder, jpeg::JpegEncoder},
};

/// Red, as far as JPEG keeps it.
pub(crate) const RED: [u8; 3] = [230, 20, 20];
/// Blue.
pub(crate) const BLUE: [u8; 3] = [20, 20, 230];

/// Red above, blue below.
pub(crate) fn two_halves(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |_, y| {
        Rgb(if y < height / 2 { RED } else { BLUE })
    })
}

/// A picture as a file.
pub(crate) fn file(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    file(two_halves(width, height), ImageFormat::Png)
}

/// A picture of a camera that was held on its side, and says so, and more.
pub(crate) fn turned_jpeg(width: u32, height: u32) -> Vec<u8> {
    // TIFF, little-endian: one entry, orientation (0x0112), a short, 6: to be turned right by 90 degrees.
    let mut exif = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
    exif.extend_from_slice(b"at home, 52.5 N 13.4 E");
    let image = two_halves(width, height);
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, 95);
    encoder.set_exif_metadata(exif).unwrap();
    encoder
        .write_image(&image, width, height, ExtendedColorType::Rgb8)
        .unwrap();
    bytes
}

/// Two frames.
pub(crate) fn moving_gif(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let frames = [Rgba([255, 0, 0, 255]), Rgba([0, 0, 255, 255])]
        .map(|colour| Frame::new(RgbaImage::from_pixel(width, height, colour)));
    GifEncoder::new(&mut bytes).encode_frames(frames).unwrap();
    bytes
}

/// A few bytes that say of themselves that they are a picture of four thousand million pixels.
pub(crate) fn gif_bomb() -> Vec<u8> {
    let mut bytes = moving_gif(1, 1);
    bytes[6..10].copy_from_slice(&[0xff; 4]);
    bytes
}

/// The same as PNG.
pub(crate) fn png_bomb() -> Vec<u8> {
    let mut bytes = png(1, 1);
    // The width and the height stand first in the first chunk, whose checksum follows its 13 bytes.
    bytes[16..24].copy_from_slice(&[0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff]);
    let sum = crc(&bytes[12..29]);
    bytes[29..33].copy_from_slice(&sum.to_be_bytes());
    bytes
}

/// PNG's checksum (ISO 3309).
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ (0xedb8_8320 & (sum & 1).wrapping_neg())
        })
    })
}

/// Whether a picture has about this colour at a place.
#[track_caller]
pub(crate) fn has_colour(image: &DynamicImage, (x, y): (u32, u32), colour: [u8; 3]) {
    let found = image.to_rgb8().get_pixel(x, y).0;
    let near = found
        .iter()
        .zip(colour)
        .all(|(found, colour)| found.abs_diff(colour) < 40);
    assert!(near, "{found:?} at {x}, {y}, not {colour:?}");
}
