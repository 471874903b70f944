//! Elements as many as something says, which stay while they are not gone.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FocusOptions, HtmlElement, Node};

use super::{Ask, AskOf, El, watch};
use crate::page::root;

impl El {
    /// Appends an element for each id, in their order. It stays the same, with the focus in it, for as long as its id
    /// is there; what was begun for an id ends with it.
    #[must_use]
    pub fn each(self, ids: impl FnMut() -> Vec<u32> + 'static, draw: impl FnMut(u32) -> El + 'static) -> Self {
        self.each_boxed(Box::new(ids), Box::new(draw))
    }

    #[inline(never)]
    fn each_boxed(self, mut ids: Box<dyn Ask<Vec<u32>>>, mut draw: Box<dyn AskOf<u32, El>>) -> Self {
        let list: Node = self.0.clone().into();
        let anchor: Node = document().create_comment("").into();
        let _ = list.append_child(&anchor);
        let parent = Owner::current().unwrap_or_default();
        let mut shown: Vec<(u32, El, Owner)> = Vec::new();
        watch(move || {
            let ids = ids.ask();
            let stayed: Vec<u32> = shown.iter().map(|item| item.0).filter(|id| ids.contains(id)).collect();
            let is_moved = !ids.iter().filter(|id| stayed.contains(id)).eq(&stayed);
            let focused = root::focused();
            let mut old = std::mem::take(&mut shown);
            let mut next = anchor.clone();
            for &id in ids.iter().rev() {
                let at = old.iter().position(|item| item.0 == id);
                let item = at.map(|at| old.swap_remove(at)).unwrap_or_else(|| {
                    let owner = parent.child();
                    let drawn = owner.with(|| untrack(|| draw.ask_of(id)));
                    (id, drawn, owner)
                });
                // All are put anew where one has moved: none then slides to its place from where it was.
                if at.is_none() || is_moved {
                    let _ = list.insert_before(&item.1.0, Some(&next));
                }
                next = item.1.of_type();
                shown.push(item);
            }
            shown.reverse();
            for (_, gone, owner) in old {
                gone.0.remove();
                owner.cleanup();
            }
            if let Some(focused) = focused.filter(|focused| is_moved && list.contains(Some(focused))) {
                let options = FocusOptions::new();
                options.set_prevent_scroll(true);
                let _ = focused.unchecked_into::<HtmlElement>().focus_with_options(&options);
            }
        });
        self
    }

    /// Appends as many elements as `count` says, which changes with what it reads. Those that stay are not drawn anew:
    /// they keep the focus.
    #[must_use]
    pub fn list(self, count: impl FnMut() -> usize + 'static, draw: impl FnMut(usize) -> El + 'static) -> Self {
        self.list_boxed(Box::new(count), Box::new(draw))
    }

    #[inline(never)]
    fn list_boxed(self, mut count: Box<dyn Ask<usize>>, mut draw: Box<dyn AskOf<usize, El>>) -> Self {
        let anchor = document().create_comment("");
        let _ = self.0.append_child(&anchor);
        // The effect's own owner would end what stays.
        let owner = Owner::current().unwrap_or_default().child();
        let mut shown: Vec<(Owner, El)> = Vec::new();
        watch(move || {
            let count = count.ask();
            for (owner, old) in shown.drain(count.min(shown.len())..) {
                old.0.remove();
                owner.cleanup();
            }
            for index in shown.len()..count {
                let owner = owner.child();
                let new = owner.with(|| untrack(|| draw.ask_of(index)));
                if let Some(parent) = anchor.parent_node() {
                    let _ = parent.insert_before(&new.0, Some(&anchor));
                }
                shown.push((owner, new));
            }
        });
        self
    }

    /// Appends an element that is there while `is_on`, and is not drawn anew meanwhile.
    #[must_use]
    pub fn child_while(
        self,
        mut is_on: impl FnMut() -> bool + 'static,
        mut draw: impl FnMut() -> El + 'static,
    ) -> Self {
        self.list(move || usize::from(is_on()), move |_| draw())
    }
}
