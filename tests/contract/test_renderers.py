"""What every renderer promises, whatever it is asked to draw: played over Slack, Discord and the web."""

import pytest
from hypothesis import example, given

from adapters.limits import ELLIPSIS, MORE, NOTHING
from bot.chat.calls import Call, call
from bot.chat.commands import PARAGRAPH_LENGTH
from bot.chat.requests import Account
from bot.chat.views import (
    Actions,
    Block,
    Button,
    Card,
    Choice,
    Code,
    Divider,
    Emphasis,
    Fields,
    Heading,
    Image,
    Link,
    Moment,
    Note,
    Person,
    Reply,
    Select,
    Strong,
    Text,
)
from tests.contract.blocks import answers, promised, typed, unhurried
from tests.contract.reading import inlines, makes, missing, squeezed
from tests.contract.renderers import RENDERERS, Renderer, json_of

Answer = tuple[Block, ...]

every_renderer = pytest.mark.parametrize("renderer", RENDERERS, ids=lambda renderer: renderer.platform)

# What a platform makes of a heading, a card's title, a field's name and small print.
STRUCTURE = {"text", "label", "heading", "small", "strong"}
MARKS = {Strong: "strong", Emphasis: "emphasis", Code: "code", Link: "link", Person: "person", Moment: "time"}
GO = Button("Go", call("go"))


def _long(words: str) -> str:
    return (words * PARAGRAPH_LENGTH)[:PARAGRAPH_LENGTH].rstrip().ljust(PARAGRAPH_LENGTH, ".")


LONG_WORDS = {
    "prose": _long("They shout at me, and nobody says a word (that is what it is like). "),
    "signs": _long("<&>"),
    "tags": _long("<@U0ADA> & <!channel> @everyone "),
    "marks": _long("*b* _i_ ~s~ `c` ||x|| # "),
    "fences": _long("so it goes ```x``` "),
    "emoji": _long("🧑🏽\u200d🔬🇬🇧❤️ :tada: "),
    "breaks": _long("one\n"),
    "right to left": _long("سلام، أنا وحدي. "),
    "one word": _long("W"),
}


@every_renderer
@unhurried
@given(answers)
def test_any_answer_at_all_is_one_that_the_platform_takes(renderer: Renderer, blocks: Answer) -> None:
    reply = Reply(blocks)

    assert renderer.faults(reply) == []
    assert all(json_of(body) for body in renderer.bodies(reply))


@every_renderer
@unhurried
@given(answers)
@example((Image(b"", "\n"),))
@example((Image(b"\x89PNG\r\n\x1a\n", ""),))
def test_nothing_is_drawn_that_nobody_can_see(renderer: Renderer, blocks: Answer) -> None:
    pieces = renderer.pieces(Reply(blocks))

    assert squeezed("".join(text for _, text in pieces))
    assert all(squeezed(text) for kind, text in pieces if kind == "label")


@every_renderer
@unhurried
@given(typed)
def test_nothing_that_somebody_typed_turns_into_markup(renderer: Renderer, blocks: Answer) -> None:
    pieces = renderer.pieces(Reply(blocks))

    assert {kind for kind, _ in pieces} <= STRUCTURE
    assert missing(blocks, pieces) == []


@every_renderer
@unhurried
@given(promised)
def test_markup_is_what_was_meant_as_markup_and_words_stay_what_they_are(renderer: Renderer, blocks: Answer) -> None:
    pieces = renderer.pieces(Reply(blocks))

    meant = {MARKS[type(inline)] for inline in inlines(blocks) if not isinstance(inline, str)}
    assert {kind for kind, _ in pieces} <= STRUCTURE | meant
    assert missing(blocks, pieces) == []


@every_renderer
@unhurried
@given(promised)
@example((Actions((Select("x", call("find"), "setting", (Choice("A", "=a"), Choice("B", "=="))),)),))
@example((Text(("beside",), GO), Card("Ada", controls=(GO, GO)), Actions((GO,))))
def test_every_control_that_fits_is_there_and_brings_back_its_call(renderer: Renderer, blocks: Answer) -> None:
    reply = Reply(blocks)

    assert [str(made) for made in renderer.presses(reply)] == [str(made) for made in makes(blocks)]
    assert not said(renderer, reply, MORE)


@every_renderer
@unhurried
@given(answers)
@example((Actions((Button("long", Call("go", {"x": "y" * 3000})),)),))
@example((Actions((Select("long", Call("go"), "x", (Choice("long", "y" * 3000),)),)),))
@example((Actions((Select("many", Call("go"), "x", tuple(Choice(str(n), str(n)) for n in range(200))),)),))
@example(tuple(Heading(str(number)) for number in range(300)))
@example((Text(("x" * 20_000, Strong("the end"))),))
@example((Card("Ada", (), tuple((f"line {number}",) for number in range(300)), (GO,)),))
@example((Text(("y" * 5000,)), *(Fields((("n" * 300, (f"{n}" * 3000,)),)) for n in range(20))))
# On Discord, code stands right behind a box.
@example((Heading("0" * 1596), Fields((("", ("0000::" * 139, Code("00"), "0" * 404)), ("0000" * 102, ("*" * 234,))))))
def test_whatever_is_left_out_is_said(renderer: Renderer, blocks: Answer) -> None:
    reply, pieces = Reply(blocks), renderer.pieces(Reply(blocks))
    left_out = len(renderer.presses(reply)) < len(makes(blocks))

    assert said(renderer, reply, MORE) or not left_out
    assert said(renderer, reply, MORE) or any(ELLIPSIS in text for _, text in pieces) or not missing(blocks, pieces)


@every_renderer
@pytest.mark.parametrize("words", LONG_WORDS.values(), ids=LONG_WORDS)
@pytest.mark.parametrize("button", [None, GO], ids=["alone", "with a button"])
def test_the_longest_words_that_anybody_can_write_stand_whole_in_a_post(
    renderer: Renderer, words: str, button: Button | None
) -> None:
    assert len(words) == PARAGRAPH_LENGTH
    answer, private = (Button(name, call("go", id=7)) for name in ("Answer without my name", "Offer to talk privately"))
    note = Note(("Said without a name. Anybody can answer below.",))
    reply = Reply((Heading("Quiet Heron asks for support"), Text((words,), button), note, Actions((answer, private))))
    pieces = renderer.pieces(reply)

    assert renderer.faults(reply) == []
    assert missing(reply.blocks, pieces) == []
    assert not any(ELLIPSIS in text for _, text in pieces)
    assert not said(renderer, reply, MORE)


@every_renderer
def test_lines_keep_their_breaks(renderer: Renderer) -> None:
    verse = "One\nTwo\n\nThree\n\n\nFour"

    assert verse in "".join(text for _, text in renderer.pieces(Reply((Text((verse,)),))))


@every_renderer
@pytest.mark.parametrize("gap", ["\n", "\n \n", "\n\t\n"])
def test_thousands_of_empty_lines_push_nothing_out_of_sight(renderer: Renderer, gap: str) -> None:
    far = (f"Begin{(gap * PARAGRAPH_LENGTH)[: PARAGRAPH_LENGTH - 50]}\nend",)
    for block in (Text(far), Text(far, GO), Note(far), Card("Far", far), Fields((("Far", far),))):
        pieces = renderer.pieces(Reply((block,)))
        assert "".join(text for _, text in pieces if text != "Go").endswith("Begin\n\n\nend")
        assert renderer.faults(Reply((block,))) == []


@every_renderer
@pytest.mark.parametrize(
    "nothing", [(), (Divider(),), (Text(("",)),), (Heading(" "),), (Card(""),), (Note(("\u200b",)),), (Actions(()),)]
)
def test_nothing_at_all_still_says_something(renderer: Renderer, nothing: Answer) -> None:
    assert said(renderer, Reply(nothing), NOTHING)


@every_renderer
def test_a_menu_without_a_choice_is_left_out_without_a_word(renderer: Renderer) -> None:
    reply = Reply((Text(("Here.",)), Actions((Select("Which", call("find"), "skill", ()),))))

    assert [text for _, text in renderer.pieces(reply)] == ["Here."]


@every_renderer
def test_of_two_choices_with_the_same_value_the_first_is_offered(renderer: Renderer) -> None:
    twins = Select("Which", call("find"), "skill", (Choice("One", "1"), Choice("Uno", "1")))

    assert [text for _, text in renderer.pieces(Reply((Actions((twins,)),)))] == ["Which", "One"]


@every_renderer
def test_a_field_without_a_value_shows_that_it_has_none(renderer: Renderer) -> None:
    shown = "".join(text for _, text in renderer.pieces(Reply((Fields((("Role", ()), ("Page", (" ",)))),))))

    assert squeezed(shown) == "Role–Page–"


@every_renderer
def test_a_link_to_nowhere_safe_is_its_text_alone(renderer: Renderer) -> None:
    for url in (
        "javascript:alert(1)",
        "java\nscript:alert(1)",
        " https://x.example",
        "data:text/html,x",
        "//x",
        "http://[",
    ):
        assert renderer.pieces(Reply((Text((Link("a page", url),)),))) == [("text", "a page")], url


@every_renderer
def test_a_link_without_a_text_shows_where_it_leads(renderer: Renderer) -> None:
    [(kind, text)] = renderer.pieces(Reply((Text((Link("", "https://example.org/"),)),)))

    assert (kind, text) == ("link", "https://example.org/")


@every_renderer
def test_a_person_of_another_platform_is_a_name(renderer: Renderer) -> None:
    stranger = Person("Kim *K*", Account("elsewhere", "*", "U0ADA"))

    assert "".join(text for _, text in renderer.pieces(Reply((Text((stranger,)),)))) == "Kim *K*"


def said(renderer: Renderer, reply: Reply, sentence: str) -> bool:
    return any(text == sentence for _, text in renderer.pieces(reply))
