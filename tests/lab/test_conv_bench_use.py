"""The convolution bench as a reader uses it: pointer, keyboard, address."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sklearn.datasets import load_digits

from cnn_docs.layers import conv2d
from tests.browser import DESKTOP, PHONE
from tests.lab.bench import open_bench
from tests.visits import faults_all_over, scroll_beyond

SAVED = 600  # milliseconds until the address has what was set


def weights(page: Page) -> list[float]:
    return page.evaluate("document.querySelector('conv-bench').bench.slices.flat()")


def map_values(page: Page) -> list[float]:
    return page.evaluate("Array.from(document.querySelector('conv-bench').bench.map.values)")


def weight(page: Page, row: int, column: int) -> Locator:
    return page.get_by_role("spinbutton", name=f"kernel, row {row}, column {column}")


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=5)
    page.mouse.up()


def test_a_weight_is_typed_stepped_and_dragged(page: Page, lab_address: str) -> None:
    open_bench(page, lab_address, "?kernel=identity:3")
    weight(page, 0, 0).click()
    page.keyboard.type("−0,25")
    assert weights(page)[0] == -0.25
    expect(page.locator(".lab-voice")).to_contain_text("map 6 by 6, from −")
    page.keyboard.type("x")  # what is no number changes nothing, and says so
    assert weights(page)[0] == -0.25
    assert weight(page, 0, 0).get_attribute("aria-invalid") == "true"
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Shift+ArrowUp")
    page.keyboard.press("ArrowDown")
    assert weights(page)[1] == 1.0
    box = weight(page, 2, 2).bounding_box()
    assert box
    x, y = box["x"] + 10, box["y"] + 10
    drag(page, (x, y), (x + 80, y))
    assert weights(page)[8] == 1.0
    kernel = np.reshape(weights(page), (3, 3, 1, 1))
    zero = load_digits().images[:1, :, :, np.newaxis]
    np.testing.assert_allclose(map_values(page), conv2d(zero, kernel).ravel())


def test_a_cell_shows_its_window_and_its_whole_sum(page: Page, lab_address: str) -> None:
    open_bench(page, lab_address, "?bias=1&relu=1&kernel=random-2")
    plate = page.get_by_role("application", name="map 6×6")
    box = plate.locator("canvas").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] * 2.5 / 6, box["y"] + box["height"] * 1.5 / 6)
    arithmetic = page.locator(".bench-arithmetic")
    expect(arithmetic).to_contain_text("map[1, 2]")
    plate.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowLeft")
    expect(arithmetic).to_contain_text("reads rows 2 to 4, columns 1 to 3 of the picture")

    window = load_digits().images[0, 2:5, 1:4]
    kernel = np.reshape(weights(page), (3, 3))
    cells = arithmetic.locator("td b").all_text_contents()
    products = [float(text.replace("−", "-")) for text in cells]
    np.testing.assert_allclose(products, (window * kernel).ravel(), atol=0.0051)
    total = (window * kernel).sum()
    for said in (f"sum {total:.2f} + bias 1 = {total + 1:.2f}", f"= {max(0, total + 1):.2f}"):
        expect(arithmetic).to_contain_text(said)
    expect(page.locator(".lab-voice")).to_contain_text(f"row 2, column 1: {total + 1:.2f}")

    frame = page.locator(".bench-input .frame-window").first.bounding_box()
    picture = page.locator(".bench-input canvas").first.bounding_box()
    assert frame and picture
    cell = picture["width"] / 8
    place = [(frame["y"] - picture["y"]) / cell, (frame["x"] - picture["x"]) / cell]
    assert [round(at, 1) for at in [*place, frame["width"] / cell]] == [2, 1, 3]


def test_a_pooled_cell_leads_back_to_the_pixels(page: Page, lab_address: str) -> None:
    open_bench(page, lab_address, "?kernel=random-2&relu=1&pooling=max")
    page.get_by_role("application", name="pooled 3×3").focus()
    page.keyboard.press("ArrowRight")
    arithmetic = page.locator(".bench-arithmetic")
    expect(arithmetic).to_contain_text("reads rows 0 to 3, columns 2 to 5")
    four = np.reshape(map_values(page), (6, 6))[:2, 2:4].ravel()
    listed = ", ".join(f"{value:.2f}" for value in four)
    expect(arithmetic).to_contain_text(f"max({listed}) = {four.max():.2f}")


def test_what_cannot_be_cannot_be_chosen(page: Page, lab_address: str) -> None:
    open_bench(page, lab_address)
    page.get_by_role("group", name="strides").get_by_role("radio", name="2").check()
    dilation = page.get_by_role("group", name="dilation")
    expect(dilation.get_by_role("radio", name="2")).to_be_disabled()
    expect(page.locator(".bench-reasons")).to_contain_text("Keras refuses a stride above 1")
    # Whatever can be clicked is possible: a state that is not would raise an error in the page.
    visited = page.evaluate(
        """() => {
          const bench = document.querySelector("conv-bench")
          let seed = 1
          const random = count => (seed = (seed * 16807) % 2147483647) % count
          const visited = new Set()
          for (let step = 0; step < 160; step += 1) {
            const kind = step % 4 ? "[type=radio]:enabled:not(:checked)" : "option"
            const open = bench.querySelectorAll(kind)
            const chosen = open[random(open.length)]
            if (chosen.localName === "option") {
              chosen.selected = true
              chosen.parentElement.closest("select").dispatchEvent(new Event("change"))
            } else chosen.click()
            visited.add(JSON.stringify(bench.bench.geometry) + bench.bench.pooling)
            if (bench.bench.map.values.length < 1) throw new Error("an empty map")
          }
          return visited.size
        }"""
    )
    assert visited > 40


def test_the_address_holds_all_and_reset_returns_to_it(page: Page, lab_address: str) -> None:
    opened = "?input=spots&kernel=blur:3"
    open_bench(page, lab_address, opened)
    start = map_values(page)
    page.get_by_role("group", name="padding").get_by_role("radio", name="same").check()
    page.get_by_role("checkbox", name="ReLU").check()
    page.get_by_role("textbox", name="bias", exact=True).fill("-1.5")
    page.get_by_role("spinbutton", name="kernel, green, row 1, column 1").fill("-1")
    page.get_by_role("application", name="map 8×8").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(SAVED)
    changed, address = map_values(page), page.url
    assert changed != start

    open_bench(page, lab_address, address.partition("blank.html")[2])
    assert map_values(page) == changed
    expect(page.locator(".bench-arithmetic")).to_contain_text("map[0, 1]")

    open_bench(page, lab_address, opened)
    page.get_by_role("checkbox", name="ReLU").check()
    page.get_by_role("button", name="Reset").click()
    page.wait_for_timeout(SAVED)
    assert map_values(page) == start
    assert page.url.endswith(opened)


def test_a_broken_address_is_named_and_the_bench_works(page: Page, lab_address: str) -> None:
    open_bench(page, lab_address, "?kernel=nothing&bias=1e9&stride=2&dilation=2&h=word")
    notes = page.locator(".lab-complaint").all_text_contents()
    assert [note.split("=")[0] for note in notes[:2]] == [
        "The address says kernel",
        "The address says bias",
    ]
    assert "Keras refuses a stride above 1" in notes[2]
    assert len(notes) == 3
    assert len(map_values(page)) == 36


def test_a_drawing_is_painted_by_pointer_and_keyboard(page: Page, lab_address: str) -> None:
    open_bench(page, lab_address)
    page.get_by_role("combobox", name="picture").select_option("my own drawing")
    page.get_by_role("button", name="Clear the drawing").click()
    box = page.locator(".bench-input canvas").first.bounding_box()
    assert box
    cell = box["width"] / 8
    middle = box["y"] + 3.5 * cell
    page.mouse.click(box["x"] + 3.5 * cell, middle)
    # A stroke that starts on an empty cell paints, also where it crosses what is painted.
    drag(page, (box["x"] + 1.5 * cell, middle), (box["x"] + 4.5 * cell, middle))
    plate = page.get_by_role("application", name="picture: draw here")
    plate.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press(" ")
    page.wait_for_timeout(SAVED)
    pixels = page.url.partition("input=drawing:")[2]
    rows = [pixels[n : n + 8] for n in range(0, 64, 8)]
    assert rows[3:5] == ["0gggg000", "0000g000"]
    assert set("".join(rows[:3] + rows[5:])) == {"0"}


def test_play_runs_to_the_end_and_only_where_motion_is_welcome(
    browser: Browser, page: Page, lab_address: str
) -> None:
    open_bench(page, lab_address)
    expect(page.get_by_role("button", name="Play")).to_be_hidden()
    page.get_by_role("button", name="Step ▶").click()
    expect(page.locator(".bench-arithmetic")).to_contain_text("map[0, 1]")

    with browser.new_context(reduced_motion="no-preference") as context:
        moving = context.new_page()
        open_bench(moving, lab_address, "?stride=3")
        moving.get_by_role("button", name="Play").click()
        expect(moving.get_by_role("button", name="Pause")).to_be_visible()
        expect(moving.get_by_role("button", name="Play")).to_be_visible()
        expect(moving.locator(".bench-arithmetic")).to_contain_text("map[1, 1]")


def test_without_its_files_the_bench_says_so_and_works(browser: Browser, lab_address: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.route("**/digits.json", lambda route: route.fulfill(body="{", status=200))
        open_bench(page, lab_address)
        expect(page.locator(".lab-complaint")).to_contain_text("could not be loaded")
        assert len(map_values(page)) == 36


def test_two_benches_in_a_lesson_do_not_touch_each_other(page: Page, lab_address: str) -> None:
    open_bench(page, lab_address, "?kernel=outline", attributes='kernel="sobel-x" stride="2"')
    assert weights(page)[0] == -1  # the attribute's; the address is not read
    page.evaluate(
        """() => {
          const other = document.createElement("conv-bench")
          other.setAttribute("stride", "3")
          document.querySelector("main").append(other)
        }"""
    )
    expect(page.get_by_role("button", name="Reset")).to_have_count(2)
    for n, stride in enumerate(["2", "3"]):
        chosen = page.locator("conv-bench").nth(n).get_by_role("group", name="strides")
        expect(chosen.get_by_role("radio", name=stride)).to_be_checked()


# The window slides


def cell_at(picture: Locator, row: float, column: float, cells: int = 8) -> tuple[float, float]:
    """The middle of a cell in the window, in pixels."""
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert box
    side = box["width"] / cells
    return box["x"] + (column + 0.5) * side, box["y"] + (row + 0.5) * side


def test_the_window_follows_the_pointer_over_the_picture(page: Page, lab_address: str) -> None:
    open_bench(page, lab_address, "?kernel=random-2&pooling=max")
    picture = page.locator(".bench-input canvas").first
    arithmetic = page.locator(".bench-arithmetic")
    page.mouse.move(*cell_at(picture, 3, 4))
    expect(arithmetic).to_contain_text("map[2, 3]")  # whose window has the pixel in its middle
    expect(page.locator(".bench-users")).to_have_text(
        "Pixel [3, 4]: 9 cells read it, and through them 4 pooled cells."
    )
    users = page.locator(".frame-user").first
    size = users.evaluate(
        "frame => [...'row column height width'.split(' ')]"
        ".map(side => frame.style.getPropertyValue(`--${side}`))"
    )
    assert size == ["1", "2", "3", "3"]
    page.mouse.move(*cell_at(picture, 0, 0))
    expect(page.locator(".bench-users")).to_have_text(
        "Pixel [0, 0]: 1 cell of the map reads it, and through them 1 pooled cell."
    )
    drag(page, cell_at(picture, 0, 0), cell_at(picture, 7, 7))
    expect(arithmetic).to_contain_text("map[5, 5]")
    page.get_by_role("application", name="picture 8×8").focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator(".lab-voice")).to_contain_text("Pixel [6, 7]: 2 cells read it")


def test_the_pixels_that_no_window_reads_are_told(page: Page, lab_address: str) -> None:
    open_bench(page, lab_address, "?kernel=identity:1&stride=2")
    page.mouse.move(*cell_at(page.locator(".bench-input canvas").first, 3, 3))
    expect(page.locator(".bench-users")).to_contain_text("no window reads it")


@pytest.mark.parametrize("of", [".bench-input", ".bench-result"])
def test_a_finger_slides_the_window_and_not_the_page(
    browser: Browser, lab_address: str, of: str
) -> None:
    with browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True) as context:
        page = context.new_page()
        open_bench(page, lab_address)
        picture = page.locator(f"{of} canvas").first
        cells = 8 if of == ".bench-input" else 6
        x, top = cell_at(picture, 1, 1, cells)
        _, bottom = cell_at(picture, cells - 1, 1, cells)
        scrolled = page.evaluate("scrollY")
        finger = page.context.new_cdp_session(page)
        points = [{"x": x, "y": top + (bottom - top) * n / 6} for n in range(7)]
        for kind, point in zip(["touchStart"] + ["touchMove"] * 6, points, strict=True):
            finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
        finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        expect(page.locator(".bench-arithmetic")).to_contain_text("map[5, ")
        assert page.evaluate("scrollY") == scrolled


# For a class, for a phone, for a lesson


@pytest.mark.parametrize("able", [True, False])
def test_the_bench_fills_the_screen_and_escape_leaves(
    browser: Browser, lab_address: str, able: bool
) -> None:
    with browser.new_context(viewport={"width": 1920, "height": 1080}) as context:
        page = context.new_page()
        if not able:
            page.add_init_script("delete Element.prototype.requestFullscreen")
        open_bench(page, lab_address)
        cell = """parseFloat(
          document.querySelector(".bench-input").style.getPropertyValue("--cell"))"""
        small = page.evaluate(cell)
        page.get_by_role("button", name="Fill the screen").click()
        page.wait_for_function("able => !able || document.fullscreenElement", arg=able)
        assert page.evaluate(cell) >= 1.5 * small
        assert page.locator("h1").evaluate("title => title.inert")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowRight")
        expect(page.locator(".bench-arithmetic")).to_contain_text("map[1, 1]")
        page.keyboard.press("Escape")
        expect(page.get_by_role("button", name="Fill the screen")).to_be_focused()
        assert page.evaluate(cell) == small
        assert not page.locator("h1").evaluate("title => title.inert")


@pytest.mark.parametrize("width", [195, 390, 768, 1280])
@pytest.mark.parametrize("query", ["", "?input=flower&kernel=blur:5&padding=same&pooling=lenet"])
def test_nothing_scrolls_sideways(page: Page, lab_address: str, width: int, query: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    open_bench(page, lab_address, query)
    assert scroll_beyond(page) == 0


def test_a_finger_hits_what_it_aims_at_and_no_phone_zooms_in(
    browser: Browser, lab_address: str
) -> None:
    with browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True) as context:
        page = context.new_page()
        open_bench(page, lab_address, "?pooling=lenet")
        small = page.evaluate(
            """() => [...document.querySelectorAll("conv-bench :is(input, select, button)")]
              .filter(control => control.checkVisibility())
              .filter(control => {
                const target = control.closest("label:has([type=checkbox])") ?? control
                const { width, height } = target.getBoundingClientRect()
                const typed = control.matches("select, [type=text]")
                return Math.min(width, height) < 24
                  || typed && parseFloat(getComputedStyle(control).fontSize) < 16
              }).map(control => control.outerHTML)"""
        )
        assert small == []


def test_what_is_chosen_is_seen_in_forced_colours(browser: Browser, lab_address: str) -> None:
    with browser.new_context(viewport=DESKTOP, forced_colors="active") as context:
        page = context.new_page()
        open_bench(page, lab_address)
        chosen, other = page.evaluate(
            """() => [":checked", ":not(:checked)"].map(which => getComputedStyle(
              document.querySelector(`.bench-segments input${which}`)).backgroundColor)"""
        )
        assert chosen != other
        frame = page.locator(".frame-window").first
        assert frame.evaluate("frame => getComputedStyle(frame).outlineColor") == "rgb(36, 86, 201)"


def test_a_kernel_has_the_colours_that_it_has_in_figures(page: Page, lab_address: str) -> None:
    open_bench(page, lab_address)
    strongest = weight(page, 0, 2).evaluate("box => box.style.backgroundColor")
    assert strongest == "rgb(103, 0, 31)"  # the end of the figures' scale, for −0.41


def test_limits_are_said_aloud_and_in_sight(page: Page, lab_address: str) -> None:
    open_bench(page, lab_address, "?kernel=identity:1&bias=99.9")
    warning = page.locator(".bench-warning")
    weight(page, 0, 0).fill("1000")
    expect(warning).to_have_text("Weights and biases are numbers from −100 to 100.")
    weight(page, 0, 0).fill("100")
    expect(warning).to_be_empty()
    weight(page, 0, 0).press("ArrowUp")
    expect(warning).to_contain_text("from −100 to 100")
    page.get_by_role("textbox", name="bias", exact=True).press("ArrowUp")
    expect(warning).to_be_empty()
    page.get_by_role("textbox", name="bias", exact=True).press("ArrowUp")
    expect(warning).to_contain_text("from −100 to 100")


def test_the_short_form_shows_what_it_names_and_leads_to_all(page: Page, lab_address: str) -> None:
    open_bench(page, lab_address, attributes='short="relu pooling colour" kernel="sobel-x"')
    expect(page.get_by_role("checkbox", name="ReLU")).to_be_visible()
    expect(page.get_by_role("group", name="pooling")).to_be_visible()
    expect(page.get_by_role("group", name="strides")).to_be_hidden()
    expect(page.get_by_role("combobox")).to_have_count(0)
    expect(page.locator(".lab-complaint")).to_contain_text("names colour, which is no control")
    page.get_by_role("checkbox", name="ReLU").check()
    link = page.get_by_role("link", name="Open it with all controls")
    href = link.get_attribute("href") or ""
    assert href == f"{lab_address}lab/conv-bench.html?kernel=sobel-x&relu=1"


def test_the_short_form_gives_no_reasons_for_what_it_leaves_out(
    page: Page, lab_address: str
) -> None:
    five_by_five = 'kernel="c1-1" short='  # too wide to be dilated by 3
    open_bench(page, lab_address, attributes=f'{five_by_five}"dilation"')
    expect(page.locator(".bench-reasons")).to_contain_text("the window would span")
    open_bench(page, lab_address, attributes=f'{five_by_five}"input"')
    expect(page.locator(".bench-reasons")).to_be_empty()


# Links of the page

LINKS = """
() => document.body.insertAdjacentHTML("beforeend",
  '<p style="margin-top: 2000px"><a href="?kernel=sobel-x&relu=1">a link</a>'
  + ' <a href="other.html">away</a></p>')
"""


def test_a_link_is_applied_in_place_and_back_leads_back(page: Page, lab_address: str) -> None:
    open_bench(page, lab_address, "?kernel=outline")
    page.evaluate(LINKS)
    page.evaluate("window.stays = true")
    page.get_by_text("a link").click()
    assert weights(page)[0] == -1
    assert min(map_values(page)) == 0
    expect(page.locator(".bench-maps")).to_be_in_viewport()
    assert page.evaluate("window.stays")
    page.get_by_role("button", name="Reset").click()  # to what the link asked for
    assert weights(page)[1] == 0
    page.go_back()
    assert weights(page)[4] == 8
    assert page.evaluate("window.stays")


def test_what_is_set_is_kept_when_the_page_is_left_at_once(page: Page, lab_address: str) -> None:
    (page.context).route("**/other.html", lambda route: route.fulfill(body="<title>Other</title>"))
    open_bench(page, lab_address)
    page.evaluate(LINKS)
    page.get_by_role("checkbox", name="ReLU").check()
    page.evaluate("location.href = 'other.html'")
    page.wait_for_url("**/other.html")
    page.go_back()
    assert "relu=1" in page.url


def test_on_paper_there_is_nothing_to_press(page: Page, lab_address: str) -> None:
    open_bench(page, lab_address)
    page.emulate_media(media="print")
    for pressed in page.locator("conv-bench :is(button, select, summary)").all():
        expect(pressed).to_be_hidden()
    expect(page.locator(".bench-arithmetic")).to_be_visible()
    expect(page.locator(".bench-maps")).to_be_visible()


def test_axe_finds_nothing(page: Page, lab_address: str) -> None:
    # The site's own tests look at the bench as it opens; this is the fullest it can be.
    open_bench(page, lab_address, "?input=flower&kernel=c1-1&padding=same&pooling=lenet")
    assert faults_all_over(page) == []


# On the site


def test_the_page_keeps_still_and_others_load_nothing(
    browser: Browser, site: Path, site_address: str
) -> None:
    with browser.new_context(viewport=DESKTOP) as context:
        page = context.new_page()
        for viewport in (DESKTOP, PHONE):
            page.set_viewport_size(viewport)
            page.goto(f"{site_address}lab/conv-bench.html", wait_until="networkidle")
            expect(page.get_by_role("button", name="Reset")).to_be_visible()
            shift = page.evaluate(
                """() => new Promise(done => new PerformanceObserver(list => {
                  done(list.getEntries().reduce((sum, entry) => sum + entry.value, 0))
                }).observe({ type: "layout-shift", buffered: true }) ?? setTimeout(done, 300, 0))"""
            )
            assert shift < 0.01, f"layout shift {shift:.3f}"
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        if not any(f"{element}>" in text for element in ("conv-bench", "digit-lab", "train-bench")):
            assert "assets/lab/" not in text, path


def test_without_javascript_the_page_says_what_is_missing(
    browser: Browser, site_address: str
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{site_address}lab/conv-bench.html")
        expect(page.locator("conv-bench")).to_contain_text("The bench itself is missing here")
        expect(page.locator("img.figure").first).to_be_visible()
