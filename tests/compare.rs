//! The change map on pairs that are made here, so that the truth is known: within two parts of a hundred.

use wan_edit::core::compare::{ChangeMap, Rgba, change_map, copy_size};
use wan_edit::core::geometry::{BoundingBox, Size};

const SIZE: Size = Size::new(400, 300);
const BOX: BoundingBox = BoundingBox { x1: 120, y1: 80, x2: 260, y2: 200 };
/// How far a share may be from the truth.
const MOST_OFF: f64 = 0.02;

/// A picture as numbers.
#[derive(Clone)]
struct Picture {
    size: Size,
    pixels: Vec<[f64; 3]>,
}

/// A number from 0 to 1 that looks like chance.
fn noise(x: u32, y: u32, seed: u32) -> f64 {
    let mut bits = x.wrapping_mul(0x9E37_79B1) ^ y.wrapping_mul(0x85EB_CA77) ^ seed.wrapping_mul(0xC2B2_AE3D);
    bits ^= bits >> 15;
    bits = bits.wrapping_mul(0x2C1B_3C6D);
    bits ^= bits >> 12;
    bits = bits.wrapping_mul(0x297A_2D39);
    bits ^= bits >> 15;
    f64::from(bits) / f64::from(u32::MAX)
}

/// Noise whose grain is `grain` px.
fn clouds(x: f64, y: f64, grain: f64, seed: u32) -> f64 {
    let (x, y) = (x / grain + 1000.0, y / grain + 1000.0);
    let (left, top) = (x.floor(), y.floor());
    let smooth = |t: f64| t * t * (3.0 - 2.0 * t);
    let (share_x, share_y) = (smooth(x - left), smooth(y - top));
    let at = |dx: u32, dy: u32| noise(left as u32 + dx, top as u32 + dy, seed);
    let row = |dy: u32| at(0, dy) * (1.0 - share_x) + at(1, dy) * share_x;
    row(0) * (1.0 - share_y) + row(1) * share_y
}

/// A scene at `x`, `y` of a picture of `SIZE`: sky, hills, a house with windows, grass.
fn scene(x: f64, y: f64) -> [f64; 3] {
    let horizon = 170.0 + 20.0 * (x / 60.0).sin();
    let cloud = clouds(x, y, 40.0, 1) * 60.0;
    let mut color = if y < horizon {
        [110.0 + cloud, 150.0 + cloud * 0.8, 205.0 + cloud * 0.4]
    } else {
        let grass = clouds(x, y, 3.0, 2) * 50.0 + clouds(x, y, 17.0, 3) * 40.0;
        [50.0 + grass * 0.5, 90.0 + grass, 40.0 + grass * 0.3]
    };
    if (60.0..150.0).contains(&x) && (110.0..230.0).contains(&y) {
        let is_window = (x - 60.0) % 30.0 > 16.0 && (y - 110.0) % 40.0 > 22.0;
        let brick = clouds(x, y, 4.0, 4) * 30.0;
        color = if is_window { [40.0, 45.0, 60.0] } else { [170.0 + brick, 120.0 + brick, 95.0 + brick] };
    }
    if (x - 320.0).hypot(y - 120.0) < 45.0 {
        let leaf = clouds(x, y, 6.0, 5) * 80.0;
        color = [30.0 + leaf * 0.4, 70.0 + leaf, 35.0 + leaf * 0.3];
    }
    color
}

impl Picture {
    fn of(size: Size, color: impl Fn(f64, f64) -> [f64; 3]) -> Self {
        let (right, down) =
            (f64::from(SIZE.width) / f64::from(size.width), f64::from(SIZE.height) / f64::from(size.height));
        let mut pixels = Vec::new();
        for y in 0..size.height {
            for x in 0..size.width {
                pixels.push(color((f64::from(x) + 0.5) * right, (f64::from(y) + 0.5) * down));
            }
        }
        Self { size, pixels }
    }

    fn map(mut self, change: impl Fn(f64) -> f64) -> Self {
        self.pixels.iter_mut().flatten().for_each(|value| *value = change(*value));
        self
    }

    /// Coarse steps as JPEG of quality 80 takes: blocks of 8, colour at half the size, the standard's tables.
    fn jpeg_80(self) -> Self {
        const LUMA: [f64; 64] = [
            16., 11., 10., 16., 24., 40., 51., 61., 12., 12., 14., 19., 26., 58., 60., 55., 14., 13., 16., 24., 40.,
            57., 69., 56., 14., 17., 22., 29., 51., 87., 80., 62., 18., 22., 37., 56., 68., 109., 103., 77., 24., 35.,
            55., 64., 81., 104., 113., 92., 49., 64., 78., 87., 103., 121., 120., 101., 72., 92., 95., 98., 112., 100.,
            103., 99.,
        ];
        let chroma = |at: usize| {
            const CORNER: [[f64; 4]; 4] =
                [[17., 18., 24., 47.], [18., 21., 26., 66.], [24., 26., 56., 99.], [47., 66., 99., 99.]];
            if at / 8 < 4 && at % 8 < 4 { CORNER[at / 8][at % 8] } else { 99.0 }
        };
        let (width, height) = (self.size.width as usize, self.size.height as usize);
        let plane = |weights: [f64; 3], offset: f64| -> Vec<f64> {
            let value = |p: &[f64; 3]| p[0] * weights[0] + p[1] * weights[1] + p[2] * weights[2] + offset;
            self.pixels.iter().map(value).collect()
        };
        let luma = plane([0.299, 0.587, 0.114], 0.0);
        let luma = quantized(&luma, width, height, &|at| (LUMA[at] * 0.4).round());
        let color = |values: Vec<f64>| {
            let (w, h) = (width / 2, height / 2);
            let mean = |at: usize| {
                let (x, y) = (at % w * 2, at / w * 2);
                let at = |dx: usize, dy: usize| values[(y + dy) * width + x + dx];
                (at(0, 0) + at(1, 0) + at(0, 1) + at(1, 1)) / 4.0
            };
            let half: Vec<f64> = (0..w * h).map(mean).collect();
            let half = quantized(&half, w, h, &|at| (chroma(at) * 0.4).round());
            (0..width * height).map(|at| half[(at / width / 2) * w + at % width / 2]).collect::<Vec<f64>>()
        };
        let (blue, red) = (color(plane([-0.1687, -0.3313, 0.5], 128.0)), color(plane([0.5, -0.4187, -0.0813], 128.0)));
        let back = |at: usize| {
            let (y, b, r) = (luma[at], blue[at] - 128.0, red[at] - 128.0);
            [y + 1.402 * r, y - 0.344_14 * b - 0.714_14 * r, y + 1.772 * b]
        };
        Self { size: self.size, pixels: (0..width * height).map(back).collect() }
    }

    fn bytes(&self) -> Vec<u8> {
        let byte = |value: f64| value.round().clamp(0.0, 255.0) as u8;
        self.pixels.iter().flat_map(|[r, g, b]| [byte(*r), byte(*g), byte(*b), 255]).collect()
    }
}

/// Blocks of 8 × 8 by way of their cosines, in the steps of a table.
fn quantized(values: &[f64], width: usize, height: usize, step: &dyn Fn(usize) -> f64) -> Vec<f64> {
    let cosine = |k: usize, at: usize| {
        let scale = if k == 0 { (0.125_f64).sqrt() } else { 0.5 };
        scale * ((2 * at + 1) as f64 * k as f64 * std::f64::consts::PI / 16.0).cos()
    };
    let table: Vec<f64> = (0..64).map(|at| cosine(at / 8, at % 8)).collect();
    let mut out = vec![0.0; values.len()];
    for top in (0..height).step_by(8) {
        for left in (0..width).step_by(8) {
            let at = |x: usize, y: usize| values[(top + y).min(height - 1) * width + (left + x).min(width - 1)] - 128.0;
            // Rows first, then columns.
            let mut rows = [0.0; 64];
            for (p, part) in rows.iter_mut().enumerate() {
                *part = (0..8).map(|x| at(x, p / 8) * table[(p % 8) * 8 + x]).sum();
            }
            let mut parts = [0.0; 64];
            for (p, part) in parts.iter_mut().enumerate() {
                let sum: f64 = (0..8).map(|y| rows[y * 8 + p % 8] * table[(p / 8) * 8 + y]).sum();
                *part = (sum / step(p)).round() * step(p);
            }
            let mut columns = [0.0; 64];
            for (p, part) in columns.iter_mut().enumerate() {
                *part = (0..8).map(|v| parts[v * 8 + p % 8] * table[v * 8 + p / 8]).sum();
            }
            for y in 0..8.min(height - top) {
                for x in 0..8.min(width - left) {
                    let sum: f64 = (0..8).map(|u| columns[y * 8 + u] * table[u * 8 + x]).sum();
                    out[(top + y) * width + left + x] = sum + 128.0;
                }
            }
        }
    }
    out
}

/// A thing that is put into the scene: an ellipse of another colour.
#[derive(Clone, Copy)]
struct Thing {
    x: f64,
    y: f64,
    radius_x: f64,
    radius_y: f64,
}

impl Thing {
    fn covers(self, x: f64, y: f64) -> bool {
        ((x - self.x) / self.radius_x).powi(2) + ((y - self.y) / self.radius_y).powi(2) < 1.0
    }

    fn color(x: f64, y: f64) -> [f64; 3] {
        let grain = clouds(x, y, 9.0, 9) * 40.0;
        [225.0 - grain, 60.0 + grain, 130.0 + grain]
    }
}

const INSIDE: Thing = Thing { x: 190.0, y: 140.0, radius_x: 52.0, radius_y: 44.0 };
const OUTSIDE: Thing = Thing { x: 330.0, y: 235.0, radius_x: 40.0, radius_y: 35.0 };

/// The scene in another size, with things in it, moved to the right and down by px of `SIZE`.
fn edited(size: Size, things: &[Thing], (dx, dy): (f64, f64)) -> Picture {
    Picture::of(size, |x, y| {
        let (x, y) = (x - dx, y - dy);
        if things.iter().any(|thing| thing.covers(x, y)) { Thing::color(x, y) } else { scene(x, y) }
    })
}

/// The shares that things cover inside and outside the box.
fn truth(things: &[Thing]) -> (f64, f64) {
    let (mut inside, mut outside) = ((0.0, 0.0), (0.0, 0.0));
    for y in 0..SIZE.height {
        for x in 0..SIZE.width {
            let is_boxed = (BOX.x1..BOX.x2).contains(&x) && (BOX.y1..BOX.y2).contains(&y);
            let share = if is_boxed { &mut inside } else { &mut outside };
            share.1 += 1.0;
            if things.iter().any(|thing| thing.covers(f64::from(x) + 0.5, f64::from(y) + 0.5)) {
                share.0 += 1.0;
            }
        }
    }
    (inside.0 / inside.1, outside.0 / outside.1)
}

fn compare(before: &Picture, after: &Picture) -> ChangeMap {
    let (one, other) = (before.bytes(), after.bytes());
    let before = Rgba { size: before.size, bytes: &one };
    change_map(before, Rgba { size: after.size, bytes: &other }, &[BOX], SIZE).unwrap()
}

fn assert_true(name: &str, map: &ChangeMap, things: &[Thing]) {
    let (inside, outside) = truth(things);
    let found = (map.inside.unwrap(), map.outside.unwrap());
    let text = format!("{name}: {found:.3?}, the truth is {:.3?}; {:?} × {}", (inside, outside), map.shift, map.scale);
    println!("{text}");
    assert!((found.0 - inside).abs() <= MOST_OFF && (found.1 - outside).abs() <= MOST_OFF, "{text}");
    assert!(map.is_comparable, "{name}");
}

#[test]
fn the_numbers_are_true_on_pairs_with_known_changes() {
    let before = edited(SIZE, &[], (0.0, 0.0));
    let larger = Size::new(640, 480);
    let cases: [(&str, &[Thing], Picture); 14] = [
        ("nothing", &[], edited(SIZE, &[], (0.0, 0.0))),
        ("inside only", &[INSIDE], edited(SIZE, &[INSIDE], (0.0, 0.0))),
        ("outside only", &[OUTSIDE], edited(SIZE, &[OUTSIDE], (0.0, 0.0))),
        ("both", &[INSIDE, OUTSIDE], edited(SIZE, &[INSIDE, OUTSIDE], (0.0, 0.0))),
        ("shifted by 3 px", &[], edited(SIZE, &[], (3.0, 3.0))),
        ("inside, shifted by 3 px", &[INSIDE], edited(SIZE, &[INSIDE], (3.0, -3.0))),
        ("gamma 1.05", &[], edited(SIZE, &[], (0.0, 0.0)).map(gamma)),
        ("inside, gamma 1.05", &[INSIDE], edited(SIZE, &[INSIDE], (0.0, 0.0)).map(gamma)),
        ("JPEG 80", &[], edited(SIZE, &[], (0.0, 0.0)).jpeg_80()),
        ("inside, JPEG 80", &[INSIDE], edited(SIZE, &[INSIDE], (0.0, 0.0)).jpeg_80()),
        ("scale 1.6", &[], edited(larger, &[], (0.0, 0.0))),
        ("inside, scale 1.6", &[INSIDE], edited(larger, &[INSIDE], (0.0, 0.0))),
        ("outside, scale 1.6, shifted", &[OUTSIDE], edited(larger, &[OUTSIDE], (-2.0, 1.0))),
        ("all at once", &[INSIDE], edited(larger, &[INSIDE], (2.0, -1.0)).map(gamma).jpeg_80()),
    ];
    for (name, things, after) in cases {
        assert_true(name, &compare(&before, &after), things);
    }
}

fn gamma(value: f64) -> f64 {
    255.0 * (value.clamp(0.0, 255.0) / 255.0).powf(1.05)
}

#[test]
fn a_shift_and_a_scale_are_measured() {
    let before = edited(SIZE, &[], (0.0, 0.0));
    let map = compare(&before, &edited(SIZE, &[INSIDE], (3.0, -2.0)));
    assert!((map.shift.0 + 3.0).abs() < 0.6 && (map.shift.1 - 2.0).abs() < 0.6, "{:?}", map.shift);
    // Cut at all sides by one part of a hundred, and brought to the old size.
    let cropped = Picture::of(SIZE, |x, y| scene((x - 200.0) * 0.98 + 200.0, (y - 150.0) * 0.98 + 150.0));
    let map = compare(&before, &cropped);
    assert!((map.scale - 1.0 / 0.98).abs() < 0.005, "{}", map.scale);
    assert_true("cropped", &map, &[]);
}

#[test]
fn pictures_without_anything_in_common_are_not_compared() {
    let before = edited(SIZE, &[], (0.0, 0.0));
    let other = Picture::of(SIZE, |x, y| [255.0 * noise(x as u32 / 9, y as u32 / 9, 7); 3]);
    assert!(!compare(&before, &other).is_comparable);
}

#[test]
fn the_heat_lies_where_the_change_is() {
    let map = compare(&edited(SIZE, &[], (0.0, 0.0)), &edited(SIZE, &[INSIDE], (0.0, 0.0)));
    assert_eq!((map.size, map.heat.len()), (SIZE, 120_000));
    assert!(map.heat[140 * 400 + 190] > 30, "the middle of it");
    assert_eq!(map.heat[20 * 400 + 20], 0, "the sky");
}

#[test]
fn without_boxes_all_is_outside() {
    let one = edited(SIZE, &[], (0.0, 0.0)).bytes();
    let picture = Rgba { size: SIZE, bytes: &one };
    let map = change_map(picture, picture, &[], SIZE).unwrap();
    assert_eq!((map.inside, map.outside), (None, Some(0.0)));
    let all = BoundingBox { x1: 0, y1: 0, x2: 400, y2: 300 };
    let map = change_map(picture, picture, &[all], SIZE).unwrap();
    assert_eq!((map.inside, map.outside), (Some(0.0), None));
}

#[test]
fn what_is_no_picture_is_not_compared() {
    let bytes = [0; 40];
    let picture = |width, height| Rgba { size: Size::new(width, height), bytes: &bytes };
    assert!(change_map(picture(0, 5), picture(2, 2), &[], SIZE).is_none());
    assert!(change_map(picture(2, 2), picture(100, 100), &[], SIZE).is_none());
    for (width, height) in [(1, 1), (10, 1), (1, 10), (3, 3)] {
        assert!(change_map(picture(width, height), picture(3, 3), &[BOX], SIZE).is_some(), "{width} × {height}");
    }
}

#[test]
fn a_copy_is_at_most_512_px_long() {
    assert_eq!(copy_size(Size::new(6000, 4000)), Size::new(512, 341));
    assert_eq!(copy_size(Size::new(300, 8000)), Size::new(19, 512));
    assert_eq!(copy_size(Size::new(500, 400)), Size::new(500, 400));
}
