"""Task types that come with the request."""

from .graphs import edges, plan, types

OFFICE = [
    {"name": "garden.water_plants", "description": "Water the plants of a room"},
    {"name": "lamp.switch_on", "description": "Turn a lamp on"},
    {"name": "lamp.switch_off", "description": "Turn a lamp off"},
    {"name": "mail.send", "description": "Send a new email"},
]
TRAIN = [
    {
        "name": "train.find_times",
        "description": "Find departures of trains between two cities",
        "parameters": {
            "type": "object",
            "properties": {
                "origin": {"type": "string", "description": "City of departure"},
                "destination": {"type": "string", "description": "City of arrival"},
                "date": {"type": "string", "description": "Day of the journey"},
                "seat": {"type": "string", "enum": ["window", "aisle"]},
            },
            "required": ["origin", "destination"],
        },
    }
]
INTEREST = [
    {
        "name": "bank.interest",
        "description": "Calculate the interest of a deposit",
        "parameters": {
            "type": "object",
            "properties": {
                "amount": {"type": "integer", "description": "The amount of money"},
                "rate": {"type": "float", "description": "The annual rate as a decimal"},
                "years": {"type": "integer", "description": "The number of years"},
            },
            "required": ["amount", "rate", "years"],
        },
    }
]


def test_only_the_types_of_the_request_are_used() -> None:
    assert types("water the plants in the hall", task_types=OFFICE) == ["garden.water_plants"]


def test_conditions_work_with_the_types_of_the_request() -> None:
    wish = "If it is dark, turn on the lamp, otherwise water the plants"
    steps = plan(wish, task_types=OFFICE)["segments"]
    assert [step["task_type"] for step in steps] == ["condition.if", "lamp.switch_on", "garden.water_plants"]
    assert [step.get("when", {}).get("branch") for step in steps] == [None, "then", "else"]


def test_more_about_the_same_call_is_no_second_call() -> None:
    assert types("Send an email to Kim. Title it 'Plan' and tell him 'see you'", task_types=OFFICE) == ["mail.send"]


def test_arguments_are_filled() -> None:
    (step,) = plan("find trains from Ankara to Izmir on 2026-12-01 with a window seat", task_types=TRAIN)["segments"]
    assert step["parameters"] == {"origin": "Ankara", "destination": "Izmir", "date": "2026-12-01", "seat": "window"}


def test_several_values_make_several_calls() -> None:
    steps = plan("Calculate the interest of $500 at a rate of 4% for 2, 5 and 9 years", task_types=INTEREST)["segments"]
    assert [step["parameters"] for step in steps] == [
        {"amount": 500, "rate": 0.04, "years": years} for years in (2, 5, 9)
    ]
    assert len({step["id"] for step in steps}) == 3


def test_a_catalogue_that_is_broken_does_no_harm() -> None:
    broken = [
        {"name": "x", "parameters": {"properties": None}},
        {"description": "no name"},
        "text",
        {"name": "y", "parameters": 3},
    ]
    assert plan("do the x thing", task_types=broken)["segments"]  # type: ignore[arg-type]
    assert plan("do it", task_types=[])["segments"] == []
    assert edges("read a.txt") == set()
