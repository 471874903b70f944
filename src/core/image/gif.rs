//! GIF (89a): whether there is more than one picture in it.

/// Whether a second picture begins in `head`, or the file announces that it repeats.
pub(super) fn is_animated(head: &[u8]) -> bool {
    pictures(head).unwrap_or(0) > 1 || head.windows(11).any(|name| name == b"NETSCAPE2.0")
}

/// How many pictures begin in `head`, at most 2; `None` where it ends before the answer.
fn pictures(head: &[u8]) -> Option<u32> {
    const COLOR_TABLE: u8 = 0x80;
    let table = |flags: u8| if flags & COLOR_TABLE == 0 { 0 } else { 3 << ((flags & 7) + 1) };
    let mut at = 13 + table(*head.get(10)?);
    let mut count = 0;
    loop {
        match *head.get(at)? {
            b'!' => at += 2,
            b',' => {
                count += 1;
                if count > 1 {
                    return Some(count);
                }
                at += 11 + table(*head.get(at + 9)?);
            }
            _ => return Some(count),
        }
        // Sub-blocks, each with its length before it, up to one of length 0.
        loop {
            let length = usize::from(*head.get(at)?);
            at += 1 + length;
            if length == 0 {
                break;
            }
        }
    }
}
