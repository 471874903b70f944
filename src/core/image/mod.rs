//! What an image file is before it is decoded, and what must change in it before it can be sent.
