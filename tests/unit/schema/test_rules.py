"""Contradictions in the registry, one rule at a time."""

from __future__ import annotations

import pytest

from venus_logging.errors import ContractError
from venus_logging.schema import generate, load
from venus_logging.schema.rules import problems

CREATE = "scenarios/compute.instance.create.yaml"
REBOOT = "scenarios/compute.instance.reboot.yaml"
COMPUTE = "registry/compute.yaml"


class TestRules:
    def test_project(self, specs):
        """
        The project's own specifications keep every rule.
        """
        assert problems(load(specs)) == []

    @pytest.mark.parametrize(
        ("name", "old", "new", "expected"),
        [
            (
                "registry/operation.yaml",
                "name: openstack.scenario.source",
                "name: openstack.scenario.id.source",
                ["prefixes: openstack.scenario.id is a prefix of openstack.scenario.id.source"],
            ),
            (
                "registry/request.yaml",
                "aliases: [user, user_id]",
                "aliases: [body]",
                ["aliases: alias body of user.id already means body"],
            ),
            (
                "registry/request.yaml",
                "aliases: [user, user_id]",
                "aliases: [host]",
                ["aliases: alias host of host.name already means user.id"],
            ),
            (
                "registry/image.yaml",
                "arguments: [image_id,",
                "arguments: [volume_id,",
                ["arguments: argument volume_id of openstack.image.id already is openstack.volume.id"],
            ),
            (
                REBOOT,
                "- openstack.request.id",
                "- openstack.request.ib",
                ["known: compute.instance.reboot names unknown attribute openstack.request.ib"],
            ),
            (
                "record.yaml",
                "- error.type",
                "- error.kind",
                ["known: the rule on failures names unknown attribute error.kind"],
            ),
            (
                REBOOT,
                "- openstack.reboot.type",
                "- openstack.instance.id",
                ["used: openstack.reboot.type is used by no scenario"],
            ),
            (
                "registry/http.yaml",
                "name: http.route\n    type: string",
                "name: http.route\n    type: integer",
                ["otel: http.route: type integer, in OpenTelemetry string"],
            ),
            (
                "registry/source.yaml",
                "name: host.name\n    type: string\n    scope: resource\n    stability: development",
                "name: host.name\n    type: string\n    scope: resource\n    stability: stable",
                ["otel: host.name: is stable, in OpenTelemetry only development"],
            ),
            (
                "registry/image.yaml",
                "name: openstack.image.store",
                "name: openstack.image.store\n    otel: true",
                ["otel: openstack.image.store is marked otel but not among the attributes of otel.yaml"],
            ),
            (
                "registry/image.yaml",
                "name: openstack.image.store",
                "name: openstack.image.store\n    aliases: [http.method]",
                ["otel: http.method is a name of OpenTelemetry that the registry does not take"],
            ),
            (
                "otel.yaml",
                "  - name: thread.name",
                "  - name: thread.names",
                [
                    "otel: thread.name is marked otel but not among the attributes of otel.yaml",
                    "otel: otel.yaml has thread.names, which the registry does not",
                ],
            ),
            (
                REBOOT,
                "deadline: 180\n",
                "",
                ["complete: compute.instance.reboot is begun and has no deadline"],
            ),
            (
                REBOOT,
                "error_codes:\n- compute.instance.reboot-failed",
                "error_codes: []",
                ["complete: compute.instance.reboot has no error_codes"],
            ),
            (
                REBOOT,
                "- compute.instance.reboot-failed",
                "- reboot-failed",
                ["complete: compute.instance.reboot: error code reboot-failed is not service-type.area.reason"],
            ),
            (
                "registry/source.yaml",
                "name: openstack.emitter.stream",
                "name: openstack.emitter.sequence",
                ["unique: openstack.emitter.sequence stands 2 times"],
            ),
            (
                REBOOT,
                "domain: compute",
                "domain: network",
                ["unique: compute.instance.reboot is not in its domain network"],
            ),
            (
                "registry/envelope.yaml",
                "'[0-9a-f]{32}'",
                r"'\d{32}'",
                [r"patterns: trace_id: \d in pattern \d{32} differs between dialects"],
            ),
            (
                "registry/envelope.yaml",
                "'[0-9a-f]{32}'",
                "'[0-9a-f'",
                ["patterns: trace_id: pattern [0-9a-f: unterminated character set at position 0"],
            ),
            (
                "registry/envelope.yaml",
                "minimum: 1\n",
                "minimum: 30\n",
                ["bounds: severity_number: minimum 30 is above maximum 24"],
            ),
            (
                "registry/envelope.yaml",
                "required: true\n    aliases: [message, Payload]",
                "required: true\n    minimum: 1\n    aliases: [message, Payload]",
                ["bounds: body: minimum says nothing of type text"],
            ),
            (
                REBOOT,
                "format: Instance soft rebooted successfully.",
                "format: Instance rebooted successfully.\n  text: '{{'",
                [
                    "statements: compute.instance.reboot: 'Instance rebooted successfully.' of style no_args"
                    " has text '{{'"
                ],
            ),
            (
                "registry/image.yaml",
                "name: openstack.image.store",
                "name: openstack.image.store\n"
                "    deprecated: {reason: renamed, renamed_to: openstack.nothing, since: 0.2.0}",
                ["deprecated: openstack.image.store: renamed to openstack.nothing, which is unknown or deprecated"],
            ),
            (
                "registry/image.yaml",
                "name: openstack.image.store",
                "name: openstack.image.store\n    deprecated: {reason: obsoleted}",
                ["deprecated: openstack.image.store: deprecated without a version in since"],
            ),
            (
                "registry/image.yaml",
                "name: openstack.image.store",
                "name: openstack.image.store\n    deprecated: {reason: bored, since: 0.2.0}",
                [
                    "deprecated: openstack.image.store: reason is 'bored',"
                    " expected one of renamed, obsoleted, uncategorized"
                ],
            ),
            (
                "registry/image.yaml",
                "name: openstack.image.store",
                "name: openstack.image.store\n    deprecated: {reason: renamed, since: 0.2.0}",
                ["deprecated: openstack.image.store: renamed_to stands exactly with reason renamed"],
            ),
            (
                "registry/image.yaml",
                "name: openstack.image.store",
                "name: openstack.image.store\n    deprecated: {reason: obsoleted, since: 0.2.0, when: now}",
                ["deprecated: openstack.image.store: unknown key when"],
            ),
            (
                "scenarios/common.quota.exceeded.yaml",
                "storage quota: {a0}",
                "storage quota: {a 0}",
                [
                    "statements: common.quota.exceeded: text 'Image exceeds the storage quota: {a 0}'"
                    " has a brace that is no {argument}"
                ],
            ),
            (
                REBOOT,
                "- phase: success\n  service: nova\n  logger: nova.virt.libvirt.driver\n  level: INFO\n"
                "  format: Instance soft rebooted successfully.",
                "- phase: step\n  service: nova\n  logger: nova.virt.libvirt.driver\n  level: INFO\n"
                "  format: Instance rebooted successfully.",
                [
                    "statements: compute.instance.reboot: 'Instance rebooted successfully.' of nova.virt.libvirt.driver"
                    " is both step and success"
                ],
            ),
        ],
    )
    def test_broken(self, edit, name, old, new, expected):
        """
        One contradiction is one line that names the rule and the culprit.
        """
        assert problems(load(edit(name, old, new))) == expected

    def test_generate(self, edit):
        """
        Nothing is generated from a registry that contradicts itself.
        """
        broken = edit("registry/request.yaml", "aliases: [user, user_id]", "aliases: [body]")

        with pytest.raises(ContractError, match=r"contradicts itself: aliases: .*; correct the specifications"):
            generate(broken)
