//! The image in a piece of HTML that was dragged out of another page.

use proptest::prelude::*;
use wan_edit::core::edit::image_of_html;

#[test]
fn the_first_image_is_found_however_it_is_written() {
    let found = [
        (r#"<img src="https://a.example/1.jpg">"#, "https://a.example/1.jpg"),
        (r#"<meta charset='utf-8'><a href="https://a.example"><IMG alt="" SRC='/1.jpg'/></a>"#, "/1.jpg"),
        ("<img\n  loading=lazy src = https://a.example/1.jpg>", "https://a.example/1.jpg"),
        (r#"<!--StartFragment--><img srcset="b 2x" data-src="c" src="d">"#, "d"),
        (r#"<!-- <img src="no"> --><img src="yes">"#, "yes"),
        (r#"<img src=""><img src="second">"#, "second"),
        (
            r#"<image src="no"><img title="x > y" src="a?b=1&amp;c=&#50;&#x33;&quot;&unknown;&">"#,
            r#"a?b=1&c=23"&unknown;&"#,
        ),
        (r#"<img src="first" src="second">"#, "first"),
        (r#"<img src="cut"#, "cut"),
    ];
    for (html, src) in found {
        assert_eq!(image_of_html(html).as_deref(), Some(src), "{html}");
    }
    for html in ["", "<", "<p>nothing</p>", "<img>", "<img alt=src>", "<imgs src=a>", "a < b src=c", "<!-- <img src=a>"]
    {
        assert_eq!(image_of_html(html), None, "{html}");
    }
}

proptest! {
    #[test]
    fn any_text_is_read_to_its_end(html in r#"[<>!/="' a-i&;#x0-9-]{0,60}|(<img |src=|"|'|<!--|>|&#x|é){0,12}"#) {
        let _ = image_of_html(&html);
    }
}
