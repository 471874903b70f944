//! A palette from pixels: clusters in Oklab, where equal distances look equally far. The same pixels give the same
//! palette: nothing is drawn at random.

use super::{MIN_COLORS, Palette, PaletteColor};

/// More pixels are thinned out evenly.
const MOST_PIXELS: usize = 1 << 16;
/// Clusters closer than this, squared, are one colour to the eye.
const SIMILAR: f32 = 0.03 * 0.03;
/// Spread, as a sum of squares over all pixels, that is worth no cluster of its own.
const FLAT: f32 = 1e-6;

type Lab = [f32; 3];

/// Pixels of one colour.
struct Shade {
    rgb: [u8; 3],
    lab: Lab,
    count: u32,
    cluster: usize,
}

pub(super) fn palette(rgba: &[u8], max_colors: usize) -> Palette {
    let mut shades = shades(rgba);
    let mut centers = vec![[0.0; 3]; usize::from(!shades.is_empty())];
    settle(&mut shades, &mut centers, 1);
    while centers.len() < max_colors && split(&mut shades, &mut centers) {
        settle(&mut shades, &mut centers, 3);
    }
    merge(&mut shades, &mut centers);
    let mut colors: Vec<_> = (0..centers.len()).filter_map(|cluster| color(&shades, cluster)).collect();
    colors.sort_by_key(|color| (std::cmp::Reverse(color.hundredths), color.rgb));
    // Counts of pixels become shares.
    fill_up(&mut colors);
    Palette(colors).balanced()
}

/// The colours that occur, each once.
fn shades(rgba: &[u8]) -> Vec<Shade> {
    let step = (rgba.len() / 4).div_ceil(MOST_PIXELS).max(1);
    let on_white = |pixel: &[u8]| {
        let alpha = u32::from(pixel[3]);
        [0, 1, 2].map(|at| ((u32::from(pixel[at]) * alpha + 255 * (255 - alpha) + 127) / 255) as u8)
    };
    let mut pixels: Vec<_> = rgba.chunks_exact(4).step_by(step).map(on_white).collect();
    pixels.sort_unstable();
    let shade = |same: &[[u8; 3]]| Shade { rgb: same[0], lab: lab(same[0]), count: same.len() as u32, cluster: 0 };
    pixels.chunk_by(|a, b| a == b).map(shade).collect()
}

/// Oklab, after Björn Ottosson; the curve of sRGB is taken as a square, which is close enough to compare colours.
fn lab(rgb: [u8; 3]) -> Lab {
    let [r, g, b] = rgb.map(|value| (f32::from(value) / 255.0).powi(2));
    let l = (0.412_221_46 * r + 0.536_332_55 * g + 0.051_445_995 * b).cbrt();
    let m = (0.211_903_5 * r + 0.680_699_5 * g + 0.107_396_96 * b).cbrt();
    let s = (0.088_302_46 * r + 0.281_718_85 * g + 0.629_978_7 * b).cbrt();
    [
        0.210_454_26 * l + 0.793_617_8 * m - 0.004_072_047 * s,
        1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s,
        0.025_904_037 * l + 0.782_771_77 * m - 0.808_675_77 * s,
    ]
}

fn distance(a: Lab, b: Lab) -> f32 {
    let [l, a, b] = [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
    l * l + a * a + b * b
}

/// Moves each shade to its nearest centre and each centre to the middle of its shades, `rounds` times.
fn settle(shades: &mut [Shade], centers: &mut [Lab], rounds: usize) {
    for _ in 0..rounds {
        let mut sums = vec![([0.0; 3], 0.0); centers.len()];
        for shade in &mut *shades {
            let far = |at: &usize| distance(shade.lab, centers[*at]);
            shade.cluster = (0..centers.len()).min_by(|a, b| far(a).total_cmp(&far(b))).unwrap_or(0);
            let (sum, weight) = &mut sums[shade.cluster];
            *weight += shade.count as f32;
            for (sum, value) in sum.iter_mut().zip(shade.lab) {
                *sum += value * shade.count as f32;
            }
        }
        for (center, (sum, weight)) in centers.iter_mut().zip(sums) {
            if weight > 0.0 {
                *center = sum.map(|sum| sum / weight);
            }
        }
    }
}

/// Cuts the cluster that is spread most, across the axis it is longest on. Whether there was one to cut.
fn split(shades: &mut [Shade], centers: &mut Vec<Lab>) -> bool {
    let mut spreads = vec![[0.0; 3]; centers.len()];
    for shade in &*shades {
        for (axis, spread) in spreads[shade.cluster].iter_mut().enumerate() {
            *spread += (shade.lab[axis] - centers[shade.cluster][axis]).powi(2) * shade.count as f32;
        }
    }
    let total = |spread: &Lab| spread.iter().sum::<f32>();
    let widest = spreads.iter().enumerate().max_by(|a, b| total(a.1).total_cmp(&total(b.1)));
    let Some((cluster, spread)) = widest.filter(|(_, spread)| total(spread) > FLAT) else { return false };
    let axis = (0..3).max_by(|a, b| spread[*a].total_cmp(&spread[*b])).unwrap_or(0);
    let (mut low, mut high) = (centers[cluster], centers[cluster]);
    let reach = spread[axis].sqrt() / weight(shades, cluster).sqrt();
    low[axis] -= reach;
    high[axis] += reach;
    centers[cluster] = low;
    centers.push(high);
    true
}

fn weight(shades: &[Shade], cluster: usize) -> f32 {
    shades.iter().filter(|shade| shade.cluster == cluster).map(|shade| shade.count as f32).sum()
}

/// Joins the two most similar clusters as long as they look the same and enough others are left.
fn merge(shades: &mut [Shade], centers: &mut Vec<Lab>) {
    while centers.len() > MIN_COLORS {
        let pairs = (1..centers.len()).flat_map(|b| (0..b).map(move |a| (a, b)));
        let far = |(a, b): &(usize, usize)| distance(centers[*a], centers[*b]);
        let nearest = pairs.min_by(|one, other| far(one).total_cmp(&far(other)));
        let Some((a, b)) = nearest.filter(|pair| far(pair) < SIMILAR) else { return };
        let (weight_a, weight_b) = (weight(shades, a), weight(shades, b));
        let middle = |axis| centers[a][axis] * weight_a + centers[b][axis] * weight_b;
        centers[a] = [0, 1, 2].map(|axis| middle(axis) / (weight_a + weight_b).max(1.0));
        centers.swap_remove(b);
        let last = centers.len();
        for shade in &mut *shades {
            if shade.cluster == b {
                shade.cluster = a;
            } else if shade.cluster == last {
                shade.cluster = b;
            }
        }
    }
}

/// The colour of a cluster with its count of pixels: the shade that rules it, or the mean of all.
fn color(shades: &[Shade], cluster: usize) -> Option<PaletteColor> {
    let shades = || shades.iter().filter(|shade| shade.cluster == cluster);
    let ruler = shades().max_by_key(|shade| shade.count)?;
    let count: u32 = shades().map(|shade| shade.count).sum();
    let mean = [0, 1, 2].map(|at| {
        let sum: u32 = shades().map(|shade| u32::from(shade.rgb[at]) * shade.count).sum();
        ((sum + count / 2) / count) as u8
    });
    Some(PaletteColor { rgb: if ruler.count > count / 4 { ruler.rgb } else { mean }, hundredths: count })
}

/// Adds traces of colours beside the first until there are enough; their counts stay next to nothing.
fn fill_up(colors: &mut Vec<PaletteColor>) {
    let Some(first) = colors.first().map(|color| color.rgb) else { return };
    for shift in 1.. {
        if colors.len() >= MIN_COLORS {
            return;
        }
        let nearby = first.map(|value| if value < 128 { value + 8 * shift } else { value - 8 * shift });
        if colors.iter().all(|color| color.rgb != nearby) {
            colors.push(PaletteColor { rgb: nearby, hundredths: 0 });
        }
    }
}
