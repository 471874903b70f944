//! What the service does well, as prompts to begin with. The words are those of its guide (G, R26, R27).

use super::compile::Wording;
use crate::core::geometry::{BoundingBox, Size};

/// A picture that comes with the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Its file in `samples/`.
    pub file: &'static str,
    /// The box that the template draws on it, in px.
    pub bbox: Option<BoundingBox>,
}

/// What a template asks for besides a prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TemplateKind {
    /// An edit.
    Edit,
    /// Several images that belong together.
    ImageSet,
    /// Words and images in turn.
    Article,
}

/// A task to begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its name in the page.
    pub id: &'static str,
    /// What it asks for.
    pub kind: TemplateKind,
    /// Its pictures, in order.
    pub samples: &'static [Sample],
    /// The prompt in Chinese; `{}` stands for the noun.
    chinese: &'static str,
    /// The prompt in English.
    english: &'static str,
    /// The noun to begin with, in Chinese and in English; none where the prompt has no place for one.
    nouns: Option<(&'static str, &'static str)>,
}

/// How large every sample is, px.
pub const SAMPLE_SIZE: Size = Size::new(960, 720);

const MUG: BoundingBox = BoundingBox { x1: 600, y1: 396, x2: 800, y2: 580 };

const fn plain(file: &'static str) -> Sample {
    Sample { file, bbox: None }
}

const fn boxed(file: &'static str, bbox: BoundingBox) -> Sample {
    Sample { file, bbox: Some(bbox) }
}

/// All of them, the easiest first.
pub const TEMPLATES: [Template; 11] = [
    Template {
        id: "replace",
        kind: TemplateKind::Edit,
        samples: &[boxed("desk.jpg", MUG)],
        chinese: "将图1中框选的杯子替换成{}，保持其他细节不变",
        english: "Replace the mug in the selected area of image 1 with {}, keep everything else as it is",
        nouns: Some(("一盆绿植", "a potted plant")),
    },
    Template {
        id: "move",
        kind: TemplateKind::Edit,
        samples: &[plain("fruit.jpg"), boxed("desk.jpg", MUG)],
        chinese: "把图1的{}放在图2的框选的位置，保持场景和光线融合自然",
        english: "Put the {} of image 1 into the selected area of image 2, so that scene and light go together",
        nouns: Some(("苹果", "apple")),
    },
    Template {
        id: "combine",
        kind: TemplateKind::Edit,
        samples: &[plain("person.jpg"), plain("fruit.jpg")],
        chinese: "给图1的人物和图2的{}拍一张写真，摄影棚柔和灯光，蓝色纹理背景",
        english: "A portrait of the person of image 1 with the {} of image 2, soft studio light, blue textured background",
        nouns: Some(("水果", "fruit")),
    },
    Template {
        id: "keep",
        kind: TemplateKind::Edit,
        samples: &[plain("person.jpg")],
        chinese: "保持人物的特征和衣服不变，把场景换成{}",
        english: "Keep the person and the clothes as they are, and change the scene to {}",
        nouns: Some(("海边", "a beach")),
    },
    Template {
        id: "style",
        kind: TemplateKind::Edit,
        samples: &[plain("desk.jpg"), plain("pattern.jpg")],
        chinese: "参考图2的风格重新绘制图1，保持构图不变",
        english: "Redraw image 1 in the style of image 2 and keep its composition",
        nouns: None,
    },
    Template {
        id: "detect",
        kind: TemplateKind::Edit,
        samples: &[plain("desk.jpg")],
        chinese: "检测图片中的{}，画框并标注名称",
        english: "Detect the {} in the picture, draw a frame around it and label it",
        nouns: Some(("杯子", "mug")),
    },
    Template {
        id: "extract",
        kind: TemplateKind::Edit,
        samples: &[plain("person.jpg")],
        chinese: "从图片中提取{}，平铺展示在纯白背景上，保持真实细节与材质质感",
        english: "Extract the {} from the picture and lay it flat on a pure white background, true in detail and material",
        nouns: Some(("衣服", "clothes")),
    },
    Template {
        id: "text",
        kind: TemplateKind::Edit,
        samples: &[plain("poster.jpg")],
        chinese: "把18改成29，把JUNE改成{}，字体不变",
        english: "Change 18 to 29 and JUNE to {}, keep the typeface",
        nouns: Some(("SEPTEMBER", "SEPTEMBER")),
    },
    Template {
        id: "view",
        kind: TemplateKind::Edit,
        samples: &[plain("person.jpg")],
        chinese: "保持{}的特征不变，生成正视图、侧视图和背视图",
        english: "Keep the {} as it is, and show it from the front, the side and the back",
        nouns: Some(("人物", "person")),
    },
    Template {
        id: "set",
        kind: TemplateKind::ImageSet,
        samples: &[],
        chinese: "电影感组图，同一只{}，特征前后一致。第一张：春天，樱花树下；第二张：夏天，树荫下；第三张：秋天，落叶上；第四张：冬天，雪地里。",
        english: "A series like film stills of one and the same {}. First: spring, under blossoms. Second: summer, in the shade. Third: autumn, on leaves. Fourth: winter, in the snow.",
        nouns: Some(("流浪橘猫", "orange cat")),
    },
    Template {
        id: "article",
        kind: TemplateKind::Article,
        samples: &[],
        chinese: "给我一个3张图的{}教程",
        english: "Give me a tutorial with 3 pictures: how to cook {}",
        nouns: Some(("番茄炒蛋", "tomato and egg stir-fry")),
    },
];

impl Template {
    /// The noun to begin with, where there is a place for one.
    #[must_use]
    pub const fn noun(&self, wording: Wording) -> Option<&'static str> {
        match (self.nouns, wording) {
            (Some((chinese, _)), Wording::Chinese) => Some(chinese),
            (Some((_, english)), Wording::English) => Some(english),
            (None, _) => None,
        }
    }

    /// The prompt with this noun, or with the one to begin with where it is blank.
    ///
    /// ```
    /// use wan_edit::core::prompt::{TEMPLATES, Wording};
    ///
    /// assert_eq!(TEMPLATES[7].prompt(Wording::English, "MAY"), "Change 18 to 29 and JUNE to MAY, keep the typeface");
    /// ```
    #[must_use]
    pub fn prompt(&self, wording: Wording, noun: &str) -> String {
        let text = if wording == Wording::Chinese { self.chinese } else { self.english };
        let noun = if noun.trim().is_empty() { self.noun(wording).unwrap_or_default() } else { noun.trim() };
        text.replace("{}", noun)
    }
}
