//! Events arrive whole and in order, however the network cuts their bytes.

use proptest::prelude::*;
use wan_edit::core::service::sse::{SseDecoder, SseEvent, events};

fn event(event: &str, status: Option<u16>, data: impl Into<String>) -> SseEvent {
    SseEvent { event: event.into(), data: data.into(), status }
}

fn message(data: &str) -> SseEvent {
    event("message", None, data)
}

fn sample(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/wire/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// What arrives when the stream comes in these pieces.
fn decoded<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Vec<SseEvent> {
    let mut decoder = SseDecoder::new();
    let mut events: Vec<_> = pieces.into_iter().flat_map(|piece| decoder.push(piece)).collect();
    events.extend(decoder.finish());
    assert_eq!(decoder.held_bytes(), 0);
    events
}

/// A relay's stream: no event names, no status, an end mark.
fn relayed() -> Vec<SseEvent> {
    let data = |part: &str| {
        [
            r#"{"output":[{"type":"message","content":["#,
            part,
            r#"]}],"usage":{"total_tokens":0,"input_tokens":0,"input_tokens_details":{"cached_tokens":0},"#,
            r#""output_tokens":0,"output_tokens_details":{"reasoning_tokens":0}},"request_id":"example-request-id"}"#,
        ]
        .concat()
    };
    let image = "https://dashscope-7c2c.oss-cn-shanghai.aliyuncs.com/xxx.png?Expires=xxx";
    vec![
        message(&data(r#"{"type":"text","text":"春天的景色令人心旷神怡。"}"#)),
        message(&data(&format!(r#"{{"type":"image","text":"{image}"}}"#))),
        message("[DONE]"),
    ]
}

fn refused() -> Vec<SseEvent> {
    let data = r#"{"code":"InvalidParameter","message":"Required parameter(AppId) missing or invalid, please check the request parameters.","request_id":"d18bb1bc-3e36-90c4-8ec5-9f8513302004"}"#;
    vec![event("error", Some(400), data)]
}

/// Words and images in turn: twelve events, the last one an image that says `stop`.
fn interleaved() -> Vec<SseEvent> {
    let text = |words: &str| format!(r#"{{"type":"text","text":"{words}"}}"#);
    let image = || {
        let url = "https://dashscope-result-sh.oss-cn-shanghai.aliyuncs.com/xxx.png?Expires=xxx";
        format!(r#"{{"type":"image","image":"{url}"}}"#)
    };
    let parts = [
        (text("辣椒"), 0, 0),
        (text("炒"), 1, 0),
        (text("肉"), 2, 0),
        (text("。"), 73, 0),
        (image(), 198, 1),
        (text("接下来"), 199, 1),
        (text("。"), 245, 1),
        (image(), 368, 2),
        (text("最后"), 369, 2),
        (text("锅"), 416, 2),
        (text("。"), 417, 2),
        (image(), 541, 3),
    ];
    let data = |(part, tokens, images): &(String, u32, u32)| {
        let (reason, finished) = if *tokens == 541 { ("stop", true) } else { ("null", false) };
        let size = if *images == 0 { "0*0" } else { "1280*1280" };
        let total = tokens + 28;
        [
            format!(r#"{{"output":{{"choices":[{{"finish_reason":"{reason}","message":{{"role":"assistant","#),
            format!(r#""content":[{part}]}}}}],"finished":{finished}}},"usage":{{"input_tokens":28,"#),
            format!(r#""output_tokens":{tokens},"total_tokens":{total},"image_count":{images},"size":"{size}"}},"#),
            r#""request_id":"12c7432c-8028-4289-a97c-4e22df98bxxx"}"#.into(),
        ]
        .concat()
    };
    parts.iter().map(|part| event("result", Some(200), data(part))).collect()
}

const ENDS: [&str; 3] = ["\n", "\r\n", "\r"];

/// Each sample stream with every kind of line end, with a mark at the start and with heartbeats, and its events.
fn streams() -> Vec<(Vec<u8>, Vec<SseEvent>)> {
    let samples = [
        ("dmxapi_wan26_interleave_stream.sse", relayed()),
        ("sse_error_inside_http200.sse", refused()),
        ("wan26_interleave_stream.sse", interleaved()),
    ];
    let on_disk = std::fs::read_dir(format!("{}/tests/wire", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let is_stream = |file: &std::fs::DirEntry| file.path().extension().is_some_and(|extension| extension == "sse");
    assert_eq!(
        on_disk.filter(|file| is_stream(file.as_ref().unwrap())).count(),
        samples.len(),
        "a stream is not tested"
    );
    let variants = samples.iter().flat_map(|(name, events)| {
        let text = String::from_utf8(sample(name)).unwrap();
        ENDS.into_iter().flat_map(move |end| {
            let plain = text.replace('\n', end);
            let busy =
                format!("\u{feff}: keep-alive{end}{end}{}", text.replace("\n\n", "\n:\n\n:ping\n").replace('\n', end));
            [(plain.into_bytes(), events.clone()), (busy.into_bytes(), events.clone())]
        })
    });
    variants.collect()
}

#[test]
fn each_sample_says_exactly_this() {
    for (bytes, expected) in streams() {
        assert_eq!(decoded([&bytes[..]]), expected, "{}", String::from_utf8_lossy(&bytes));
        assert_eq!(events(std::str::from_utf8(&bytes).unwrap()), expected);
    }
}

#[test]
fn every_cut_into_two_gives_the_same_events() {
    for (bytes, expected) in streams() {
        for at in 0..=bytes.len() {
            let (start, end) = bytes.split_at(at);
            assert!(decoded([start, end]) == expected, "cut at {at} of {}", String::from_utf8_lossy(&bytes));
        }
    }
}

#[test]
fn every_piece_size_gives_the_same_events() {
    for (bytes, expected) in streams() {
        for size in 1..=64 {
            assert!(decoded(bytes.chunks(size)) == expected, "pieces of {size} of {}", String::from_utf8_lossy(&bytes));
        }
    }
}

#[test]
fn an_event_comes_with_its_blank_line_and_not_later() {
    let mut decoder = SseDecoder::new();
    assert_eq!(decoder.push("data:辣".as_bytes()), []);
    assert_eq!(decoder.push(b"\n"), []);
    assert_eq!(decoder.push(b"\r"), [message("辣")]);
    assert_eq!(decoder.push(b"\ndata:a\n\ndata:b\n\nda"), [message("a"), message("b")]);
    assert_eq!(decoder.finish(), None);
    assert_eq!(decoder.push(b"\xef\xbb\xbfdata:c\n\n"), [message("c")], "it can be used again");
}

#[test]
fn every_rule_of_the_format_is_kept() {
    let cases: &[(&str, &[SseEvent])] = &[
        ("data:a\n\n", &[message("a")]),
        ("data: a\n\n", &[message("a")]),
        ("data:  a \n\n", &[message(" a ")]),
        ("data:a\ndata: b\ndata\ndata:\n\n", &[message("a\nb\n\n")]),
        ("data\n\n", &[message("")]),
        ("data:a:b\n\n", &[message("a:b")]),
        ("event: x\ndata:1\n\ndata:2\n\n", &[event("x", None, "1"), message("2")]),
        ("event:x\nevent:y\ndata:1\n\n", &[event("y", None, "1")]),
        ("event:x\nevent:\ndata:1\n\n", &[message("1")]),
        ("event:x\n\ndata:1\n\n", &[message("1")]),
        ("event:done\ndata:\n\n", &[event("done", None, "")]),
        ("data: [DONE]\n\n", &[message("[DONE]")]),
        ("id:7\nretry:3000\nunknown:x\n data:x\nDATA:x\n\n", &[]),
        ("\n\n\r\n\r\rdata:a\n\n\n\n", &[message("a")]),
        (":\n: heartbeat\n:heartbeat\n\n", &[]),
        (":HTTP_STATUS/429\ndata:a\n\ndata:b\n\n", &[event("message", Some(429), "a"), message("b")]),
        (": HTTP_STATUS/500 \ndata:a\n\n", &[event("message", Some(500), "a")]),
        (":HTTP_STATUS/400\n:ping\n:HTTP_STATUS/soon\ndata:a\n\n", &[event("message", Some(400), "a")]),
        ("status:503\ndata:a\n\n", &[event("message", Some(503), "a")]),
        ("status: 503\ndata:a\n\n", &[event("message", Some(503), "a")]),
        ("status:99999\ndata:a\n\n", &[message("a")]),
        (":HTTP_STATUS/400\n\ndata:a\n\n", &[message("a")]),
        ("\u{feff}data:a\n\n\u{feff}data:b\n\n", &[message("a")]),
        // The connection closed early.
        ("data:a\n\nevent:error\ndata:b\n", &[message("a"), event("error", None, "b")]),
        ("data:a\n\nevent:error\ndata:b", &[message("a"), event("error", None, "b")]),
        ("data:a\n\nevent:error", &[message("a")]),
        ("data", &[message("")]),
        ("", &[]),
    ];
    for (stream, expected) in cases {
        assert_eq!(decoded([stream.as_bytes()]), *expected, "{stream:?}");
        assert_eq!(decoded(stream.as_bytes().chunks(1)), *expected, "{stream:?}, byte by byte");
    }
}

#[test]
fn bytes_that_are_no_text_spoil_only_their_characters() {
    let stream = b"data:a\xff\xe8\xbebc\n\ndata:ok\n\n";
    let expected = [message("a\u{fffd}\u{fffd}bc"), message("ok")];
    assert_eq!(decoded([&stream[..]]), expected);
    assert_eq!(decoded(stream.chunks(1)), expected);
}

#[test]
fn an_endless_event_is_dropped_and_the_next_one_comes() {
    let long_line = format!("event:x\ndata:{}\n\ndata:b\n\n", "a".repeat(100));
    let many_lines = format!("event:x\n{}\n\ndata:b\n\n", "data:aaa\n".repeat(30));
    let long_comment = format!("data:a\n:{}\ndata:c\n\ndata:b\n\n", "-".repeat(100));
    for stream in [long_line, many_lines, long_comment] {
        for size in 1..=stream.len() {
            let mut decoder = SseDecoder::with_limit(40);
            let mut events = Vec::new();
            for piece in stream.as_bytes().chunks(size) {
                events.extend(decoder.push(piece));
                assert!(decoder.held_bytes() <= 80, "{} bytes are held", decoder.held_bytes());
            }
            assert_eq!(events, [message("b")], "{stream:?} in pieces of {size}");
        }
    }
    let mut decoder = SseDecoder::new();
    let piece = vec![b'x'; 1 << 20];
    decoder.push(b"data:");
    let most = (0..80).map(|_| (decoder.push(&piece), decoder.held_bytes()).1).max();
    assert!(most <= Some(64 << 20) && decoder.held_bytes() < 1 << 20, "{most:?}");
    assert_eq!(decoder.push(b"\n\ndata:b\n\n"), [message("b")]);
}

#[test]
fn an_event_of_exactly_the_limit_is_whole() {
    for (stream, data) in [("data:123456\n\n", "123456"), ("data:12\ndata:45678\n\n", "12\n45678")] {
        let mut decoder = SseDecoder::with_limit(11);
        assert_eq!(decoder.push(stream.as_bytes()), [message(data)]);
        assert_eq!(SseDecoder::with_limit(8).push(stream.as_bytes()), []);
    }
}

#[test]
fn a_body_without_events_has_none() {
    assert_eq!(events("\u{feff}\r\n  data:a"), [message("a")]);
    for body in ["", "  ", "{\"data:\":1}", "<html>\n<p>data:</p>\n</html>", "[DONE]", "database: 1", "not data:"] {
        assert_eq!(events(body), [], "{body:?}");
    }
    for file in std::fs::read_dir(format!("{}/tests/wire", env!("CARGO_MANIFEST_DIR"))).unwrap() {
        let path = file.unwrap().path();
        let is_stream = path.extension().is_some_and(|extension| extension == "sse");
        assert_eq!(events(&std::fs::read_to_string(&path).unwrap()).is_empty(), !is_stream, "{path:?}");
    }
}

/// The events of a whole stream, read the slow and simple way.
fn by_the_book(stream: &[u8]) -> Vec<SseEvent> {
    let stream = stream.strip_prefix(b"\xef\xbb\xbf").unwrap_or(stream);
    let text: String = String::from_utf8_lossy(stream).replace("\r\n", "\n").replace('\r', "\n");
    let mut events = Vec::new();
    for block in text.split("\n\n") {
        let (mut name, mut data, mut status) = ("", Vec::new(), None);
        for line in block.lines() {
            if let Some(rest) = line.strip_prefix("data:") {
                data.push(rest.strip_prefix(' ').unwrap_or(rest));
            } else if line == "data" {
                data.push("");
            } else if let Some(rest) = line.strip_prefix("event:") {
                name = rest.strip_prefix(' ').unwrap_or(rest);
            } else if let Some(rest) = line.strip_prefix(":HTTP_STATUS/") {
                status = rest.trim().parse().ok().or(status);
            }
        }
        if !data.is_empty() {
            events.push(event(if name.is_empty() { "message" } else { name }, status, data.join("\n")));
        }
    }
    events
}

/// Pieces of streams, whole and broken.
fn soup() -> impl Strategy<Value = Vec<u8>> {
    let words = "data:|data: |data|event:|event: error|:HTTP_STATUS/400|:HTTP_STATUS/|:|id:1| |{}|[DONE]|7|辣椒|\u{feff}|\
                 \n|\n|\n\n|\r|\r\n|\r\n\r\n";
    let words: Vec<&[u8]> = words.split('|').map(str::as_bytes).chain([&b"\xe8\xbe"[..], b"\xff"]).collect();
    prop::collection::vec(prop::sample::select(words), 0..40).prop_map(|words| words.concat())
}

fn cuts(bytes: &[u8], mut cuts: Vec<prop::sample::Index>) -> Vec<&[u8]> {
    let mut places: Vec<usize> = cuts.drain(..).map(|cut| cut.index(bytes.len() + 1)).collect();
    places.extend([0, bytes.len()]);
    places.sort_unstable();
    places.windows(2).map(|pair| &bytes[pair[0]..pair[1]]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_cuts_of_a_sample_give_the_same_events(
        which in 0..18_usize,
        places in prop::collection::vec(any::<prop::sample::Index>(), 0..60),
    ) {
        let (bytes, expected) = &streams()[which];
        prop_assert_eq!(&decoded(cuts(bytes, places)), expected);
    }

    #[test]
    fn any_bytes_are_read_by_the_book(
        bytes in soup(),
        places in prop::collection::vec(any::<prop::sample::Index>(), 0..12),
    ) {
        let expected = by_the_book(&bytes);
        prop_assert_eq!(&decoded([&bytes[..]]), &expected);
        prop_assert_eq!(&decoded(cuts(&bytes, places)), &expected);
    }
}
