//! Source images: fetched or decoded, and looked at as the service looks at them.
//!
//! Stored pixels count. An EXIF orientation is not applied, so a client that forgets to bake it in is found out.

use crate::errors::{Refusal, named};
use http_body_util::{BodyExt, Empty, Limited};
use hyper::body::Bytes;
use hyper::{Request, Uri};
use hyper_util::rt::TokioIo;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, RgbImage};
use std::io::Cursor;
use std::net::IpAddr;
use std::time::Duration;
use tokio::net::TcpStream;

/// The four formats, by their first bytes.
fn format_of(bytes: &[u8]) -> Option<ImageFormat> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some(ImageFormat::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(ImageFormat::Png),
        [b'B', b'M', ..] => Some(ImageFormat::Bmp),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(ImageFormat::WebP),
        _ => None,
    }
}

fn reader(bytes: &[u8]) -> Option<ImageReader<Cursor<&[u8]>>> {
    let format = format_of(bytes)?;
    Some(ImageReader::with_format(Cursor::new(bytes), format))
}

/// Width and height as the header states them.
pub fn size_of(bytes: &[u8]) -> Option<(u32, u32)> {
    reader(bytes)?.into_dimensions().ok()
}

/// The picture in a file, if there is one. Neither orientation nor colour profile is obeyed.
pub fn decode(bytes: &[u8]) -> Option<DynamicImage> {
    reader(bytes)?.decode().ok()
}

/// Refuses what is no picture to the service, and gives its size. Decodes all pixels unless `sides` already rule it out.
///
/// # Errors
///
/// Another format, an alpha channel in PNG or WEBP unless `alpha` lets it pass, broken pixels.
pub fn inspect(bytes: &[u8], sides: std::ops::RangeInclusive<u32>, alpha: bool) -> Result<(u32, u32), Refusal> {
    let unknown = || Refusal::parameter("image format error").because("neither JPEG, PNG, BMP nor WEBP");
    let format = format_of(bytes).ok_or_else(unknown)?;
    let decoder = reader(bytes).ok_or_else(unknown)?.into_decoder().map_err(corrupted)?;
    let (width, height) = decoder.dimensions();
    let may_have_alpha = matches!(format, ImageFormat::Png | ImageFormat::WebP);
    if !alpha && may_have_alpha && decoder.color_type().has_alpha() {
        return Err(Refusal::parameter("image format error").because("it has an alpha channel"));
    }
    if sides.contains(&width) && sides.contains(&height) {
        DynamicImage::from_decoder(decoder).map_err(corrupted)?;
    }
    Ok((width, height))
}

fn corrupted(error: image::ImageError) -> Refusal {
    Refusal::parameter("Invalid image format or corrupted file").because(error.to_string())
}

/// The pixels of bytes that `inspect` accepted.
///
/// # Panics
///
/// When it did not.
pub fn pixels(bytes: &[u8]) -> RgbImage {
    decode(bytes).expect("inspected bytes decode a second time").into_rgb8()
}

/// Fetches a source image, from this machine only: any other host is refused without touching the network.
///
/// # Errors
///
/// 400 `InvalidParameter`, "download image failed".
pub async fn fetch(url: &str, limit: usize) -> Result<Bytes, Refusal> {
    let failed = |reason: String| named("InvalidParameter:download").because(reason);
    let uri: Uri = url.parse().map_err(|_| failed("not a URL".to_owned()))?;
    let host = uri.host().unwrap_or_default();
    let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
    let loopback = host == "localhost" || address.is_ok_and(|address| address.is_loopback());
    if !loopback || uri.scheme_str() != Some("http") {
        return Err(failed(format!("{host} is not on this machine")));
    }
    let load = download(&uri, host.trim_matches(['[', ']']), limit);
    tokio::time::timeout(Duration::from_secs(20), load)
        .await
        .map_err(|_| failed("it took longer than 20 s".to_owned()))?
        .map_err(|error| failed(error.to_string()))
}

type Error = Box<dyn std::error::Error + Send + Sync>;

async fn download(uri: &Uri, host: &str, limit: usize) -> Result<Bytes, Error> {
    let stream = TcpStream::connect((host, uri.port_u16().unwrap_or(80))).await?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    let connection = tokio::spawn(connection);
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let request = Request::get(path)
        .header("host", uri.authority().map_or(host, |host| host.as_str()))
        .body(Empty::<Bytes>::new())?;
    let response = sender.send_request(request).await?;
    if response.status() != 200 {
        return Err(format!("it answered {}", response.status()).into());
    }
    // One byte over the limit is enough to be refused for its size afterwards.
    let body = Limited::new(response.into_body(), limit * 2).collect().await?;
    connection.abort();
    Ok(body.to_bytes())
}
