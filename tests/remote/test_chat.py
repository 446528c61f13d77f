"""The client of a chat endpoint: what it sends, what it bears, and what it never says."""

import json

import pytest

from chat_server import Play, answered, chat_server, said
from dragoman.errors import UsageError
from dragoman.remote.chat import LIMIT, Budget, Chat, ChatError, ChatRefusedError, Key, endpoint

MESSAGES = [{"role": "user", "content": "Read."}]
SECRET = "sk-very-secret-1234"


def ask(script, *, key="", waits=None, **options):
    with chat_server(script) as served:
        chat = Chat(endpoint(served.url), "m", key=Key(key), wait=(waits if waits is not None else []).append, **options)
        try:
            return chat.ask(MESSAGES, {"type": "object"}, "reading"), served
        finally:
            chat.stop()


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("ftp://a", "no address"),
        ("127.0.0.1:80", "no address"),
        ("http://", "no address"),
        ("http://[::1", "no address"),
        ("http://u:secretpw@127.0.0.1/v1", "user name or password"),
        ("https://a.example/v1?key=secretpw", "query"),
        ("http://a.example/v1", "unencrypted"),
        ("http://127.0.0.1.a.example/v1", "unencrypted"),
        ("http://0.0.0.0/v1", "unencrypted"),
    ],
)
def test_bad_addresses_are_refused(address, reason):
    """The reason is named, and a password in the address is not repeated."""
    with pytest.raises(UsageError, match=reason) as told:
        endpoint(address)
    assert "secretpw" not in str(told.value)


@pytest.mark.parametrize(
    ("address", "url", "local"),
    [
        ("http://127.0.0.1:8080/v1/", "http://127.0.0.1:8080/v1", True),
        ("http://localhost:11434/v1", "http://localhost:11434/v1", True),
        ("http://[::1]:80/v1/chat/completions", "http://[::1]:80/v1", True),
        ("https://api.a.example/v1", "https://api.a.example/v1", False),
    ],
)
def test_addresses(address, url, local):
    """This machine is known as such; any other is not."""
    found = endpoint(address)
    assert (found.url, found.local) == (url, local)


def test_a_question_is_answered():
    """Words, tokens and the key's header arrive; the question asks for the schema."""
    reply, served = ask(lambda data, n: answered({"names": []}), key=SECRET)
    assert json.loads(reply.text) == {"names": []}
    assert reply.usage == {"prompt_tokens": 100, "completion_tokens": 20}
    assert served.headers[0]["Authorization"] == f"Bearer {SECRET}"
    assert served.requests[0]["response_format"]["type"] == "json_schema"
    assert served.requests[0]["path"] == "/v1/chat/completions"


def test_no_key_no_header():
    """Nothing is sent that was not set."""
    _, served = ask(lambda data, n: said("{}"))
    assert "Authorization" not in served.headers[0]


def test_a_server_without_schemas_is_asked_more_plainly():
    """A 400 to the form of answer leads to the next form, not to a failure."""

    def script(data, n):
        return said("{}") if "response_format" not in data else Play(status=400, body=b'{"error": {"message": "unknown field"}}')

    reply, served = ask(script)
    assert reply.text == "{}"
    assert [r.get("response_format", {}).get("type") for r in served.requests] == ["json_schema", "json_object", None]


def test_busy_servers_are_asked_again():
    """429 and 500 pass; the waits grow, are the same each time, and heed what the server asks for."""
    waits = []
    plays = [Play(status=429, headers={"Retry-After": "7"}), Play(status=500), Play(status=503), said("{}")]
    reply, _ = ask(lambda data, n: plays[n], waits=waits)
    assert reply.tries == 4
    assert waits == [7.0, 2.0, 4.0]


def test_patience_ends():
    """After five tries, or when asked to wait for hours, the question is given up."""
    waits = []
    with pytest.raises(ChatError, match="HTTP 500; given up after 5 tries"):
        ask(lambda data, n: Play(status=500), waits=waits)
    assert waits == [1.0, 2.0, 4.0, 8.0]
    with pytest.raises(ChatError, match="asks to wait 3600 s"):
        ask(lambda data, n: Play(status=429, headers={"Retry-After": "3600"}))


@pytest.mark.parametrize(
    ("play", "kind", "reason"),
    [
        (Play(status=401, body=json.dumps({"error": {"message": f"bad key {SECRET}"}}).encode()), ChatRefusedError, "refuses access"),
        (Play(status=404), ChatRefusedError, "no such address or model"),
        (Play(status=302, headers={"Location": "http://127.0.0.1:1/"}), ChatRefusedError, "redirects are not followed"),
        (Play(status=413, body=b"<html>"), ChatError, "HTTP 413"),
        (Play(body=b"not json"), ChatError, "form of a chat completion"),
        (Play(body=b'{"choices": []}'), ChatError, "form of a chat completion"),
        (Play(body=b"[" * 100_000), ChatError, "form of a chat completion"),
        (said(""), ChatError, "empty"),
        (said("", choices=[{"message": {"content": None, "refusal": "no"}}]), ChatError, "declined"),
        (Play(body=b"x" * (10 * LIMIT)), ChatError, "longer than"),
        (Play(body=b"x", headers={"Content-Encoding": "gzip"}), ChatError, "compressed"),
    ],
)
def test_bad_answers_cost_the_question(play, kind, reason):
    """The reason is told; the key is not, even when the server repeats it."""
    with pytest.raises(kind, match=reason) as told:
        ask(lambda data, n: play, key=SECRET)
    assert SECRET not in str(told.value)


def test_a_stalled_connection_ends():
    """Silence is an answer that did not come in time."""
    with pytest.raises(ChatError, match="in time"):
        ask(lambda data, n: Play(stall=3, body=b"{}"), timeout=0.3)


def test_a_dropped_connection_is_asked_again():
    """Half an answer is none."""
    plays = [Play(body=b'{"choices"', drop=True), said("{}")]
    reply, _ = ask(lambda data, n: plays[n])
    assert reply.tries == 2


def test_the_budget_is_kept():
    """A call too many is not made, and repeated tries count."""
    with pytest.raises(ChatError, match="budget of 2 calls"):
        ask(lambda data, n: Play(status=500), budget=Budget(calls=2))
    budget = Budget(tokens=100)
    ask(lambda data, n: said("{}"), budget=budget)
    with pytest.raises(ChatError, match="budget of 100 tokens"):
        budget.take()


@pytest.mark.parametrize("usage", [None, [], {"prompt_tokens": "many"}, {"prompt_tokens": -5}, {"prompt_tokens": True}])
def test_nonsense_about_tokens_is_passed_over(usage):
    """What a server says of tokens is believed only when it is a count."""
    reply, _ = ask(lambda data, n: said("{}", usage=usage))
    assert reply.usage == {}


def test_a_key_is_not_printed():
    """Neither its form nor an error shows it."""
    assert SECRET not in repr(Key(SECRET)) + str(Key(SECRET)) + f"{Key(SECRET)}"
    with pytest.raises(UsageError) as told:
        Key("two words-9")
    assert "words-9" not in str(told.value)
