//! How a prompt names images and boxes, and whether it forgets one.

/// What a prompt speaks of: image `1` is 图1, "image 1".
///
/// Finds `图N`, `[图N]`, `image N`, `图片N`, in ascending order without repeats.
pub fn mentioned_images(prompt: &str) -> Vec<u32> {
    let lower = prompt.to_lowercase();
    let mut found: Vec<u32> = ["图片", "图", "image"]
        .iter()
        .flat_map(|word| {
            lower.match_indices(word).filter_map(|(at, _)| {
                let rest = lower[at + word.len()..].trim_start();
                let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
                rest[..end].parse().ok()
            })
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The service's words for source image `index` (from 0): `图1`.
pub fn image_name(index: usize) -> String {
    format!("图{}", index + 1)
}

/// Images that a prompt mentions but `count` source images do not have.
pub fn missing_images(prompt: &str, count: usize) -> Vec<u32> {
    mentioned_images(prompt).into_iter().filter(|&n| n == 0 || n as usize > count).collect()
}
