"""Views: what the bot says, spelt out plainly."""

from datetime import UTC, datetime

import pytest

from bot.chat.calls import call
from bot.chat.requests import Account, Address
from bot.chat.views import (
    Actions,
    Button,
    Card,
    Choice,
    Code,
    Diverted,
    Divider,
    Emphasis,
    Fields,
    Heading,
    Link,
    Moment,
    Note,
    Person,
    Select,
    Strong,
    Text,
    calls,
    plain,
    refuse,
    say,
)

GO = Button("Go", call("go", id=1))
PICK = Select("Pick", call("pick"), "what", (Choice("One", "1"),))


def test_saying_words_in_a_row_makes_one_paragraph() -> None:
    reply = say("Ask ", Strong("Ana"), Divider(), "or ", Emphasis("Bo"))
    assert reply.blocks == (Text(("Ask ", Strong("Ana"))), Divider(), Text(("or ", Emphasis("Bo"))))


def test_every_block_can_be_read_as_plain_text() -> None:
    blocks = (
        Heading("People"),
        Text(("See ", Link("the list", "https://example.org"), " or type ", Code("/hirg")), GO),
        Fields((("When", (Moment(datetime(2026, 3, 29, 14, 0, tzinfo=UTC)),)), ("Who", (Person("Ana"),)))),
        Card("Ana", ("Nurse",), (("lists ", Strong("NVivo")), (Link("ana@x.org", "mailto:ana@x.org"),)), (GO,)),
        Divider(),
        Actions((GO, PICK)),
        Note(("Only you see this",)),
    )
    assert plain(blocks).splitlines() == [
        "People",
        "See the list (https://example.org) or type /hirg",
        "When: Sun 29 Mar 14:00 UTC",
        "Who: Ana",
        "Ana",
        "Nurse",
        "lists NVivo",
        "ana@x.org",
        "Only you see this",
    ]


def test_every_control_leads_somewhere() -> None:
    blocks = (Text(("a",), GO), Text(("b",)), Card("c", controls=(PICK,)), Actions((GO, PICK)), Divider())
    assert [str(c) for c in calls(blocks)] == ["go?id=1", "pick", "go?id=1", "pick"]


def test_addresses_and_accounts_can_be_written_down_and_read_back() -> None:
    for address in (Address("slack", "C1"), Address("discord", "1", "2"), Address.of(Account("web", "*", "kim"))):
        assert Address.parse(str(address)) == address
        assert not address.people or address.people == ("kim",)


def test_a_private_conversation_is_the_same_whoever_is_named_first() -> None:
    one, other = Account("slack", "T1", "U2"), Account("slack", "T1", "U1")
    assert Address.of(one, other) == Address.of(other, one)
    assert Address.of(one, other).people == ("U1", "U2")
    with pytest.raises(ValueError, match="too many"):
        Address.of(one, Account("discord", "*", "3"))
    assert Account.parse("slack:T1:U2") == Account("slack", "T1", "U2")


def test_a_refusal_can_offer_the_way_on() -> None:
    reply = refuse(Diverted("That is your own request.", "Nobody else sees this.", ways=(GO,)))
    assert reply.blocks == (
        Text(("That is your own request.",)),
        Actions((GO,)),
        Note(("Nobody else sees this.",)),
    )
