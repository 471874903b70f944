//! How a prompt names images and boxes, and whether it forgets one.

/// What a prompt speaks of: image `1` is 图1, "image 1".
///
/// Finds `图N`, `[图N]`, `image N`, `图片N`, in ascending order without repeats.
pub fn mentioned_images(prompt: &str) -> Vec<u32> {
    let mut found = Vec::new();
    for (at, _) in prompt.char_indices() {
        let Some(rest) = after_image_word(&prompt[at..]) else { continue };
        let rest = rest.trim_start();
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        if let Ok(number) = rest[..end].parse()
            && let Err(place) = found.binary_search(&number)
        {
            found.insert(place, number);
        }
    }
    found
}

fn after_image_word(text: &str) -> Option<&str> {
    const IMAGE: &str = "image";
    let is_image = text.get(..IMAGE.len()).is_some_and(|word| word.eq_ignore_ascii_case(IMAGE));
    if is_image {
        return Some(&text[IMAGE.len()..]);
    }
    text.strip_prefix('图').map(|rest| rest.strip_prefix('片').unwrap_or(rest))
}

/// The service's words for source image `index` (from 0): `图1`.
pub fn image_name(index: usize) -> String {
    format!("图{}", index + 1)
}

/// Images that a prompt mentions but `count` source images do not have.
pub fn missing_images(prompt: &str, count: usize) -> Vec<u32> {
    mentioned_images(prompt).into_iter().filter(|&n| n == 0 || n as usize > count).collect()
}
