"""Whole events of the log calls that services make."""

from __future__ import annotations

import logging
from types import SimpleNamespace

import pytest
from oslo_context import context
from oslo_i18n import _message

from venus_logging import EventFormatter, contract

UUID = "6f1c0d5e-8a3b-4c55-9a53-0c6d4a1e2b7f"
OTHER = "0e7f9a52-2f8c-4a5e-b9b4-3d2c1b0a9f8e"
INSTANCE = {"uuid": UUID, "name": "vm-1", "user_data": "U0VDUkVU", "metadata": {"k": "SECRET"}, "key_data": "SECRET"}
SUBJECT = {"openstack.resource.type": "compute.instance", "openstack.resource.id": UUID}
RELATED = {"openstack.related.ids": [UUID]}
REQUEST = {
    "request_id": f"req-{UUID}",
    "global_request_id": f"req-{OTHER}",
    "user_id": "u1",
    "user_name": "alice",
    "project_id": "p1",
    "project_name": "demo",
    "domain_id": "d1",
    "user_domain_id": "d2",
    "project_domain_id": "d3",
    "system_scope": "all",
    "roles": ["member", "reader"],
    "is_admin": False,
}
REQUESTER = {
    "openstack.request.id": f"req-{UUID}",
    "openstack.request.global_id": f"req-{OTHER}",
    "user.id": "u1",
    "user.name": "alice",
    "openstack.project.id": "p1",
    "openstack.project.name": "demo",
    "openstack.domain.id": "d1",
    "openstack.user_domain.id": "d2",
    "openstack.project_domain.id": "d3",
    "openstack.system_scope": "all",
    "user.roles": ["member", "reader"],
    "openstack.is_admin": False,
}


class TestMessage:
    def test_plain(self, emitted, said):
        """
        A message without arguments is a body, and its own template.
        """
        emitted.log.info("Updating cache")

        assert emitted.event == said("Updating cache")

    def test_arguments(self, emitted, said):
        """
        Arguments go into the body; the format string stays beside it.
        """
        emitted.log.info("Took %0.1f s, attempt %d", 2.25, 3)

        assert emitted.event == said("Took 2.2 s, attempt 3", "Took %0.1f s, attempt %d")

    def test_arguments_by_name(self, emitted, said):
        """
        One dict as argument is used by name.
        """
        emitted.log.info("%(a)s of %(b)s", {"a": 1, "b": 2})

        assert emitted.event == said("1 of 2", "%(a)s of %(b)s")

    def test_percent_without_arguments(self, emitted, said):
        """
        A message without arguments is no format string.
        """
        emitted.log.info("100% of %s")

        assert emitted.event == said("100% of %s")

    @pytest.mark.parametrize(
        ("message", "body"),
        [
            (ValueError("no such host"), "no such host"),
            ({"a": 1}, "{'a': 1}"),
            (b"\xff", "b'\\xff'"),
            (None, "None"),
            (_message.Message("Flavor not found"), "Flavor not found"),
        ],
        ids=["exception", "dict", "bytes", "none", "translated"],
    )
    def test_object(self, emitted, said, message, body):
        """
        A message that is no string is shown as str shows it.
        """
        emitted.log.info(message)

        assert emitted.event == said(body)

    @pytest.mark.parametrize(
        ("template", "arguments", "body", "reason"),
        [
            ("%s and %s", (1,), "%s and %s % (1,)", "TypeError"),
            ("%d", ("x",), "%d % ('x',)", "TypeError"),
            ("%(a)s", ({"b": 1},), "%(a)s % {'b': 1}", "KeyError"),
            ("%y", (1,), "%y % (1,)", "ValueError"),
        ],
    )
    def test_wrong_arguments(self, emitted, said, template, arguments, body, reason):
        """
        Arguments that do not fit are shown beside the format string, and the event says so.
        """
        emitted.log.info(template, *arguments)

        assert emitted.event == said(body, template) | {"x.venus.invalid": f"body: cannot be formatted: {reason}"}

    def test_long(self, emitted, said):
        """
        A body ends after 65,536 characters, and the event says how long it was.
        """
        emitted.log.info("%s", "a" * 70_000)

        assert emitted.event == said("a" * 65_536, "%s") | {"x.venus.truncated": "body: 70000 characters"}

    def test_stack(self, emitted):
        """
        A stack that the call asked for follows the message.
        """
        emitted.log.logger.info("here", stack_info=True)

        assert emitted.event["body"].startswith("here\nStack (most recent call last):\n  File ")

    def test_masked(self, emitted, said):
        """
        A secret leaves neither in the body nor in the template.
        """
        emitted.log.info("auth_token=abc12345 body %s", '{"adminPass": "s3cr3t"}')

        assert emitted.event["body"] == 'auth_token=*** body {"adminPass": "***"}'
        assert emitted.event["log.template.text"] == "auth_token=*** body %s"


class TestLevel:
    @pytest.mark.parametrize(
        ("level", "name", "number"),
        [
            (5, "TRACE", 1),
            (10, "DEBUG", 5),
            (20, "INFO", 9),
            (30, "WARNING", 13),
            (40, "ERROR", 17),
            (50, "CRITICAL", 21),
        ],
    )
    def test_named(self, emitted, said, level, name, number):
        """
        Levels have the numbers of OpenTelemetry and their own names.
        """
        emitted.log.log(level, "m")

        assert emitted.event == said("m") | {"severity_text": name, "severity_number": number}

    def test_audit(self, emitted):
        """
        oslo.log's audit level stands between INFO and WARNING.
        """
        emitted.log.log(21, "m")

        assert (emitted.event["severity_number"], emitted.event["severity_text"]) == (10, "AUDIT")

    @pytest.mark.parametrize(("level", "number"), [(1, 1), (25, 11), (35, 15), (60, 24), (10**9, 24)])
    def test_between(self, emitted, level, number):
        """
        A level that has no name stays between its neighbours.
        """
        emitted.log.log(level, "m")

        assert emitted.event["severity_number"] == number


class TestResource:
    @pytest.mark.parametrize(
        "instance",
        [INSTANCE, SimpleNamespace(**INSTANCE), UUID, f"[instance: {UUID}] "],
        ids=["dict", "object", "uuid", "text"],
    )
    def test_instance(self, emitted, said, instance):
        """
        Whatever an instance is given as, its id leaves and nothing else of it.
        """
        emitted.log.info("Rebooted", instance=instance)

        assert emitted.event == said("Rebooted") | SUBJECT | RELATED

    def test_instance_uuid(self, emitted, said):
        """
        The id alone is enough.
        """
        emitted.log.info("Rebooted", instance_uuid=UUID)

        assert emitted.event == said("Rebooted") | SUBJECT | RELATED

    @pytest.mark.parametrize(
        ("resource", "kind"),
        [
            ({"type": "volume", "id": UUID}, "block_storage.volume"),
            ({"name": f"volume-{UUID}"}, "block_storage.volume"),
            ({"type": "port", "id": UUID}, "network.port"),
        ],
    )
    def test_resource(self, emitted, said, resource, kind):
        """
        A resource is a type and an id, through oslo.log's adapter too, which makes a text of it.
        """
        emitted.log.info("Detached", resource=resource)

        assert emitted.event == said("Detached") | RELATED | {
            "openstack.resource.type": kind,
            "openstack.resource.id": UUID,
        }

    def test_after_text_formatter(self, emitted, text_at, said):
        """
        A text handler that came first and changed the record does not hide the instance.
        """
        text_at(0)
        emitted.log.info("Rebooted", instance=INSTANCE)

        assert emitted.event == said("Rebooted") | SUBJECT | RELATED

    def test_related(self, emitted, said):
        """
        Every id in the text is related, request ids are not.
        """
        emitted.log.info(f"Port {OTHER} of {UUID.upper()} in req-{UUID}, again {OTHER}")

        assert emitted.event["openstack.related.ids"] == [OTHER, UUID]

    def test_failing_property(self, emitted, said):
        """
        An instance whose id cannot be loaded costs the subject, not the record.
        """

        class Detached:
            @property
            def uuid(self):
                raise RuntimeError("not bound to a session")

        emitted.log.info("Rebooted", instance=Detached())

        assert emitted.event == said("Rebooted")


class TestRequester:
    def test_none(self, emitted, said):
        """
        Without a request nobody is named.
        """
        emitted.log.info("m")

        assert emitted.event == said("m")

    def test_of_thread(self, emitted, said):
        """
        The request of the thread leaves with all its ids, and without its token.
        """
        context.RequestContext(**REQUEST, auth_token="gAAAAAsecret")
        emitted.log.info("m")

        assert emitted.event == said("m") | REQUESTER

    def test_given(self, emitted, said):
        """
        A context that the call was given wins over the one of the thread.
        """
        context.RequestContext(request_id=f"req-{OTHER}", user_id="mallory")
        emitted.log.info("m", context=context.RequestContext(**REQUEST, overwrite=False))

        assert emitted.event == said("m") | REQUESTER

    def test_given_as_dict(self, emitted, said):
        """
        A context may be a dict.
        """
        emitted.log.info("m", context=REQUEST)

        assert emitted.event == said("m") | REQUESTER

    def test_changed(self, emitted):
        """
        A context that changes between two calls is not remembered as it was.
        """
        current = context.RequestContext(user_id="u1", roles=["reader"])
        emitted.log.info("m")
        current.user_id = "u2"
        current.roles.append("admin")
        emitted.log.info("m")

        assert [(event["user.id"], event["user.roles"]) for event in emitted.events] == [
            ("u1", ["reader"]),
            ("u2", ["reader", "admin"]),
        ]

    def test_other_class(self, emitted, said):
        """
        A context of a service's own class, without some attributes, gives what it has.
        """
        emitted.log.info("m", context=SimpleNamespace(request_id="req-1", user_id=7, roles=None))

        assert emitted.event == said("m") | {"openstack.request.id": "req-1"}


class TestStatement:
    def test_template(self, emitted):
        """
        The id of a statement is the same whatever its arguments, and differs from another's.
        """
        emitted.log.info("a %s", 1)
        emitted.log.info("a %s", 2)
        emitted.log.info("b %s", 1)
        first, second, third = (event["log.template.id"] for event in emitted.events)

        assert (first == second, first == third) == (True, False)

    def test_place(self, emitted):
        """
        The place in the source is that of the call.
        """
        emitted.log.info("m")
        (event,) = emitted.events
        code = TestStatement.test_place.__code__

        assert (event["code.file.path"], event["code.function.name"]) == (__file__, "test_place")
        assert code.co_firstlineno < event["code.line.number"] < code.co_firstlineno + 8

    def test_scenario(self, emitted, said):
        """
        A statement that the rules know is tagged.
        """
        emitted.log.info("Rebooting instance", instance_uuid=UUID)

        assert emitted.event == said("Rebooting instance") | SUBJECT | RELATED | {
            "openstack.scenario.id": "compute.instance.reboot",
            "openstack.scenario.source": "rule",
            "openstack.operation.phase": "start",
        }

    def test_ambiguous(self, emitted):
        """
        A statement of two scenarios is not tagged.
        """
        emitted.log.info("Setting instance vm_state to ERROR")

        assert "openstack.scenario.id" not in emitted.event

    def test_other_logger(self):
        """
        The same words of another logger are another statement.
        """
        record = logging.makeLogRecord({"name": "nova.api", "msg": "Rebooting instance", "levelno": 20})

        assert "openstack.scenario.id" not in EventFormatter().event(record)


class TestSharing:
    def record(self):
        return logging.makeLogRecord({"name": "n", "msg": "m", "levelno": 20, "levelname": "INFO"})

    def test_once(self):
        """
        Two handlers of one configuration send one event, with one uid.
        """
        record = self.record()

        assert EventFormatter("service=a").event(record) is EventFormatter("service=a").event(record)

    def test_other_configuration(self):
        """
        A handler of another configuration sends its own event.
        """
        record = self.record()
        first, second = EventFormatter("service=a").event(record), EventFormatter("service=b").event(record)

        assert (first["service.name"], second["service.name"]) == ("a", "b")
        assert first["log.record.uid"] != second["log.record.uid"]

    def test_counted(self):
        """
        Events of a process are numbered without gaps, and the number is the end of the uid.
        """
        formatter = EventFormatter()
        events = [formatter.event(self.record()) for _ in range(3)]
        numbers = [event["openstack.record.number"] for event in events]

        assert [number - numbers[0] for number in numbers] == [0, 1, 2]
        assert [event["log.record.uid"].rpartition("-")[2] for event in events] == [str(number) for number in numbers]

    def test_line(self):
        """
        The line is the event, in UTF-8 and without a newline inside.
        """
        record = logging.makeLogRecord({"name": "n", "msg": "zwei\nZeilen é", "levelno": 20, "levelname": "INFO"})
        formatter = EventFormatter()

        assert formatter.format(record) == formatter.encode(formatter.event(record)).decode()
        assert "\n" not in formatter.format(record)

    def test_valid(self, emitted):
        """
        An event with everything in it keeps the contract.
        """
        context.RequestContext(**REQUEST)
        emitted.log.warning("Took %d s", 3, instance=INSTANCE, extra={"x.team": "blue", "openstack.attempt": 2})
        (event,) = emitted.events

        assert contract.check(event) == []
