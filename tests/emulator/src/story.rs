//! The words of interleaved output, a pure function of prompt and seed, in Chinese.

use crate::scene::Look;

/// How many images a story has: as many as the prompt asks for (`3张`), else two or more as the seed decides, and never
/// more than `most`.
pub fn images(prompt: &str, seed: u64, most: u32) -> u32 {
    let asked = asked_for(prompt).filter(|count| *count > 0);
    let dice = || 2 + (Look::of(prompt, seed).value(300) * most.saturating_sub(1) as f32) as u32;
    asked.unwrap_or_else(dice).min(most)
}

/// The number before the first 张.
fn asked_for(prompt: &str) -> Option<u32> {
    let before = &prompt[..prompt.find('张')?];
    let last = before.chars().last()?;
    let numerals = "一二三四五";
    let named = numerals.chars().position(|numeral| numeral == last).map(|index| index as u32 + 1);
    let digits = before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    named.or_else(|| before[digits..].parse().ok())
}

const FIRST: [&str; 4] = ["先备好要用的东西", "先定下构图和光线", "先勾出大致的轮廓", "先铺一层浅浅的底色"];
const NEXT: [&str; 5] =
    ["接下来加上主要的形状", "再把明暗分开", "然后点上细节🎨", "把边缘慢慢收干净", "让颜色彼此呼应"];

/// The text before image `index` of `count`.
pub fn step(prompt: &str, seed: u64, index: u32, count: u32) -> String {
    let look = Look::of(prompt, seed);
    let pick = |from: &[&'static str], turn: u64| from[(look.value(turn) * from.len() as f32) as usize];
    let work = if index == 0 { pick(&FIRST, 400) } else { pick(&NEXT, 400 + u64::from(index)) };
    format!("第{}步（共{count}步）：围绕“{}”，{work}。\n", index + 1, topic(prompt))
}

/// The text behind the last image, where there is one.
pub fn ending(prompt: &str) -> String {
    format!("最后看一遍：“{}”就完成了。", topic(prompt))
}

/// wan2.5's rewritten prompt.
pub fn extended(prompt: &str) -> String {
    format!("{prompt}。画面主体保持不变，光线柔和，细节清晰，整体风格与原图一致。")
}

fn topic(prompt: &str) -> String {
    prompt.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(16).collect()
}

/// Cuts a text into the fragments it is streamed in, of one to four characters.
pub fn fragments(text: &str, seed: u64) -> Vec<String> {
    let look = Look::of(text, seed);
    let mut rest = text.chars().peekable();
    let mut fragments = Vec::new();
    while rest.peek().is_some() {
        let length = 1 + (look.value(fragments.len() as u64) * 4.0) as usize;
        fragments.push(rest.by_ref().take(length).collect());
    }
    fragments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_images_follows_the_prompt_then_the_seed() {
        assert_eq!(images("给我一个3张图辣椒炒肉教程", 1, 5), 3);
        assert_eq!(images("画四张", 1, 3), 3);
        let thrown: std::collections::BTreeSet<_> = (0..50).map(|seed| images("a cat", seed, 5)).collect();
        assert_eq!(thrown.into_iter().collect::<Vec<_>>(), [2, 3, 4, 5]);
        assert_eq!(images("a cat", 1, 1), 1);
    }

    #[test]
    fn fragments_are_the_text() {
        let text = step("樱花树和小溪", 3, 1, 3);
        assert!(text.contains("樱花树和小溪"));
        let cut = fragments(&text, 3);
        assert!(cut.len() > 6);
        assert_eq!(cut.concat(), text);
    }
}
