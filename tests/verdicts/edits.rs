//! The edits that the documented requests describe.

use wan_edit::core::edit::{EditRequest, OutputSize, Palette, PaletteColor, SourceImage};
use wan_edit::core::geometry::BoundingBox;

const PRO: &str = "wan2.7-image-pro";
const SMALL: &str = "wan2.7-image";
const V26: &str = "wan2.6-image";
const CAR: &str = "https://help-static-aliyun-doc.aliyuncs.com/file-manage-files/zh-CN/20251229/pjeqdf/car.webp";
const PAINT: &str = "https://help-static-aliyun-doc.aliyuncs.com/file-manage-files/zh-CN/20251229/xsunlm/paint.webp";
const CLOCK: &str = "https://img.alicdn.com/imgextra/i3/O1CN0157XGE51l6iL9441yX_!!6000000004770-49-tps-1104-1472.webp";
const TABLE: &str = "https://img.alicdn.com/imgextra/i3/O1CN01SfG4J41UYn9WNt4X1_!!6000000002530-49-tps-1696-960.webp";
const DRESS: &str = "https://img.alicdn.com/imgextra/i2/O1CN01vHOj4h28jOxUJPwY8_!!6000000007968-49-tps-1344-896.webp";
const UMBRELLA: &str = "https://cdn.wanx.aliyuncs.com/tmp/pressure/umbrella1.png";
/// Where the sample of the boxes from words looks for a cup.
pub const CUP: &str =
    "https://img.alicdn.com/imgextra/i3/O1CN01ewUWhg1eS3VqJ3wap_!!6000000003869-49-tps-2048-2048.webp";

fn edit(model: &str, prompt: &str, images: &[&str]) -> EditRequest {
    let mut request = EditRequest::new(model, prompt).with_n(1);
    request.images = images.iter().map(|url| SourceImage::url(*url)).collect();
    request
}

fn sized(request: EditRequest, size: &str) -> EditRequest {
    request.with_size(OutputSize::parse(size).unwrap())
}

fn bbox([x1, y1, x2, y2]: [u32; 4]) -> BoundingBox {
    BoundingBox { x1, y1, x2, y2 }
}

/// Colours with their shares in hundredths of a percent.
fn palette(colors: &[([u8; 3], u32)]) -> Palette {
    Palette::new(colors.iter().map(|(rgb, hundredths)| PaletteColor { rgb: *rgb, hundredths: *hundredths }).collect())
}

// 2.7

fn graffiti_with(model: &str, prompt: &str) -> EditRequest {
    sized(edit(model, prompt, &[CAR, PAINT]), "2K")
}

pub fn graffiti() -> EditRequest {
    graffiti_with(PRO, "把图2的涂鸦喷绘在图1的汽车上")
}

pub fn graffiti_en() -> EditRequest {
    graffiti_with(PRO, "Spray the graffiti from image 2 onto the car in image 1")
}

fn clock_with(model: &str) -> EditRequest {
    let mut request =
        sized(edit(model, "把图1的闹钟放在图2的框选的位置，保持场景和光线融合自然", &[CLOCK, TABLE]), "2K");
    request.images[1].bboxes = vec![bbox([989, 515, 1138, 681])];
    request
}

pub fn clock_in_a_box() -> EditRequest {
    clock_with(PRO)
}

pub fn boxes_on_three() -> EditRequest {
    let mut request = edit(PRO, "x", &[CAR, PAINT, CLOCK]);
    request.images[0].bboxes = vec![bbox([0, 0, 12, 12]), bbox([25, 25, 100, 100])];
    request.images[2].bboxes = vec![bbox([10, 10, 50, 50])];
    request
}

fn flowers_with(model: &str, prompt: &str) -> EditRequest {
    sized(edit(model, prompt, &[]), "2K").with_thinking_mode(true)
}

const FLOWERS: &str = "一间有着精致窗户的花店，漂亮的木质门，摆放着花朵";

pub fn flowers() -> EditRequest {
    flowers_with(PRO, FLOWERS)
}

pub fn flowers_en() -> EditRequest {
    flowers_with(PRO, "A flower shop with exquisite windows, a beautiful wooden door, and flowers on display")
}

fn seasons_with(model: &str) -> EditRequest {
    let prompt = "电影感组图，记录同一只流浪橘猫，特征必须前后一致。第一张：春天，橘猫穿梭在盛开的樱花树下；第二张：夏天，\
                  橘猫在老街的树荫下乘凉避暑；第三张：秋天，橘猫踩在满地的金色落叶上；第四张：冬天，橘猫在雪地上走留下足迹。";
    sized(edit(model, prompt, &[]), "2K").with_n(4).with_enable_sequential(true)
}

pub fn four_seasons() -> EditRequest {
    seasons_with(PRO)
}

pub fn eight_colors() -> EditRequest {
    edit(PRO, "x", &[]).with_color_palette(palette(&[
        ([0xC2, 0xD1, 0xE6], 2351),
        ([0xCD, 0xD8, 0xE9], 2013),
        ([0xB5, 0xC8, 0xDB], 1588),
        ([0xC0, 0xB5, 0xB4], 1327),
        ([0xDA, 0xE0, 0xEC], 1011),
        ([0x63, 0x65, 0x74], 893),
        ([0xCA, 0xCA, 0xD2], 555),
        ([0xCB, 0xD4, 0xE4], 262),
    ]))
}

pub fn three_colors() -> EditRequest {
    let colors = [([0xC2, 0xD1, 0xE6], 6000), ([0x63, 0x65, 0x74], 2500), ([0xCB, 0xD4, 0xE4], 1500)];
    edit(PRO, "x", &[CAR]).with_color_palette(palette(&colors))
}

// 2.6

fn tomatoes_with(prompt: &str, images: &[&str], size: &str) -> EditRequest {
    sized(edit(V26, prompt, images), size).with_prompt_extend(true)
}

const TOMATOES: &str = "参考图1的风格和图2的背景，生成番茄炒蛋";

pub fn tomatoes() -> EditRequest {
    tomatoes_with(TOMATOES, &[UMBRELLA, TABLE], "1K")
}

pub fn tomatoes_en() -> EditRequest {
    let prompt = "Generate a tomato and egg stir-fry based on the style of image 1 and the background of image 2";
    tomatoes_with(prompt, &[UMBRELLA, TABLE], "1K")
}

pub fn tomatoes_exact() -> EditRequest {
    tomatoes_with(TOMATOES, &["https://example.com/image1.png", "https://example.com/image2.webp"], "1280*1280")
}

fn interleaved(prompt: &str) -> EditRequest {
    sized(edit(V26, prompt, &[]), "1280*1280").with_enable_interleave(true).with_max_images(3)
}

pub fn cooking_lesson() -> EditRequest {
    interleaved("给我一个3张图辣椒炒肉教程")
}

// 2.5

pub fn lace_dress() -> EditRequest {
    let prompt = "Change the floral dress to a vintage-style lace long dress with exquisite embroidery details on the \
                  collar and cuffs.";
    edit("wan2.5-i2i-preview", prompt, &[DRESS]).with_prompt_extend(true)
}

pub fn clock_by_the_vase() -> EditRequest {
    let prompt = "Place the alarm clock from Image 1 next to the vase on the dining table in Image 2.";
    edit("wan2.5-i2i-preview", prompt, &[CLOCK, TABLE])
}

pub fn clock_by_the_vase_zh() -> EditRequest {
    edit("wan2.5-i2i-preview", "将图1中的闹钟放置到图2的餐桌的花瓶旁边位置", &[CLOCK, TABLE])
        .with_prompt_extend(true)
        .with_negative_prompt("")
        .with_seed(12345)
}

// The relay's

fn four_colors(request: EditRequest) -> EditRequest {
    let colors = [[0xFF, 0x57, 0x33], [0x33, 0xFF, 0x57], [0x33, 0x57, 0xFF], [0xF0, 0xE6, 0x8C]];
    request.with_seed(42).with_color_palette(palette(&colors.map(|rgb| (rgb, 2500))))
}

pub fn relayed_graffiti() -> EditRequest {
    four_colors(graffiti_with(SMALL, "把图2的涂鸦喷绘在图1的汽车上"))
}

pub fn relayed_graffiti_pro() -> EditRequest {
    four_colors(graffiti())
}

pub fn relayed_clock() -> EditRequest {
    four_colors(clock_with(SMALL))
}

pub fn relayed_flowers() -> EditRequest {
    four_colors(flowers_with(SMALL, FLOWERS))
}

pub fn relayed_flowers_pro() -> EditRequest {
    four_colors(flowers())
}

pub fn relayed_seasons() -> EditRequest {
    seasons_with(SMALL).with_watermark(true).with_seed(22)
}

fn relayed_umbrella_with(prompt: &str) -> EditRequest {
    tomatoes_with(prompt, &[UMBRELLA, TABLE], "1280*1280").with_negative_prompt("").with_seed(100)
}

pub fn relayed_umbrella() -> EditRequest {
    relayed_umbrella_with("第一个图的生物，出现在第二个图中")
}

pub fn relayed_kitten() -> EditRequest {
    relayed_umbrella_with("生成一只可爱的小猫")
}

pub fn relayed_spring() -> EditRequest {
    interleaved("生成一张春天的风景画，包含樱花树和小溪").with_negative_prompt("").with_seed(100)
}
