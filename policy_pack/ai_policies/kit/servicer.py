"""Analyzer that dispatches by type before it decodes anything, in place of pulumi_policy's own.

pulumi_policy decodes a resource once per policy and the whole stack once per stack policy. This subclass decodes what
a rule asks for, once. It replaces a module global, so it is tied to one exact version of pulumi_policy; with any other
version the pack runs on the stock analyzer: slower, same verdicts.
"""

from collections.abc import Callable
from importlib.metadata import version
from typing import Any, Final, Protocol, cast

import grpc
import pulumi_policy.policy
from google.protobuf import json_format, struct_pb2
from pulumi.runtime.proto import analyzer_pb2 as proto

from ai_policies.kit import remediation
from ai_policies.kit.remediation import Remediation
from ai_policies.kit.resource import Resource
from ai_policies.kit.session import Report, Session
from ai_policies.kit.settings import SettingsError
from ai_policies.kit.values import WireBag, WireStruct

PINNED: Final = "1.21.0"
_LEVELS: Final = {"advisory": proto.ADVISORY, "mandatory": proto.MANDATORY}
_NAMES: Final = {
    proto.ADVISORY: "advisory",
    proto.MANDATORY: "mandatory",
    proto.REMEDIATE: "remediate",
    proto.DISABLED: "disabled",
}
_SEVERITIES: Final = {
    "low": proto.POLICY_SEVERITY_LOW,
    "medium": proto.POLICY_SEVERITY_MEDIUM,
    "high": proto.POLICY_SEVERITY_HIGH,
    "critical": proto.POLICY_SEVERITY_CRITICAL,
}
_Stock: Any = getattr(pulumi_policy.policy, "_PolicyAnalyzerServicer")  # noqa: B009 - private, fetched in one place
_stock_init = cast("Callable[..., None]", _Stock.__init__)
_stock_configure_stack = cast("Callable[..., object]", _Stock.ConfigureStack)
_stock_configure = cast("Callable[..., object]", _Stock.Configure)


class _Context(Protocol):
    """What is used of a gRPC call's context."""

    def abort(self, code: grpc.StatusCode, details: str) -> None: ...


class DispatchingServicer(_Stock):
    """Answers the engine from a `Session`; metadata (GetAnalyzerInfo, handshake) is the stock analyzer's."""

    session: Session
    """Set by `install` before the SDK creates the servicer."""

    def __init__(self, name: str, version: str, *arguments: object, **named: object) -> None:
        _stock_init(self, name, version, *arguments, **named)
        self._pack = name
        self._version = version

    def Configure(self, request: proto.ConfigureAnalyzerRequest, context: _Context) -> object:
        """Take the levels of `--policy-pack-config`."""
        self.session.engine_levels = {
            rule: _NAMES.get(config.enforcementLevel, "mandatory") for rule, config in request.policyConfig.items()
        }
        return _stock_configure(self, request, context)

    def ConfigureStack(self, request: proto.AnalyzerStackConfigureRequest, context: _Context) -> object:
        """Learn whether this is a preview; `pulumi policy analyze` never says, and shows what is deployed."""
        self.session.is_preview = request.dry_run
        return _stock_configure_stack(self, request, context)

    def Analyze(self, request: proto.AnalyzeRequest, context: _Context) -> proto.AnalyzeResponse:
        """Judge one resource."""
        bag = WireBag(cast("WireStruct", request.properties))
        try:
            return self._response(self.session.analyze(request.urn, request.type, bag))
        except SettingsError as error:
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, str(error))
            raise

    def AnalyzeStack(self, request: proto.AnalyzeStackRequest, context: _Context) -> proto.AnalyzeResponse:
        """Judge the stack."""
        try:
            return self._response(self.session.analyze_stack([self._resource(item) for item in request.resources]))
        except SettingsError as error:
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, str(error))
            raise

    def Remediate(self, request: proto.AnalyzeRequest, context: _Context) -> proto.RemediateResponse:
        """Apply the fixes of rules on level `remediate`; resources of other types are not decoded."""
        try:
            if not remediation.fixers(self.session, request.urn, request.type):
                return proto.RemediateResponse()
            properties = json_format.MessageToDict(request.properties)
            made = remediation.remediate(self.session, request.urn, request.type, properties)
        except SettingsError as error:
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, str(error))
            raise
        return proto.RemediateResponse(remediations=[self._remediation(item) for item in made])

    def _remediation(self, made: Remediation) -> proto.Remediation:
        return proto.Remediation(
            policyName=made.rule.id,
            policyPackName=self._pack,
            policyPackVersion=self._version,
            description=made.text,
            properties=json_format.ParseDict(dict(made.properties), struct_pb2.Struct()),
        )

    def _resource(self, item: proto.AnalyzerResource) -> Resource:
        outputs = WireBag(cast("WireStruct", item.properties))
        resource = Resource(item.urn, item.type, self.session.inputs.get(item.urn, outputs), outputs)
        resource.linked = {key: tuple(found.urns) for key, found in item.propertyDependencies.items()}
        resource.is_protected = item.options.protect
        return resource

    def _response(self, reports: list[Report]) -> proto.AnalyzeResponse:
        return proto.AnalyzeResponse(diagnostics=[self._diagnostic(report) for report in reports])

    def _diagnostic(self, report: Report) -> proto.AnalyzeDiagnostic:
        return proto.AnalyzeDiagnostic(
            policyName=report.rule.id,
            policyPackName=self._pack,
            policyPackVersion=self._version,
            description=report.rule.title,
            message=report.text,
            enforcementLevel=_LEVELS[report.level],
            severity=_SEVERITIES[report.rule.severity.value],
            urn=report.urn,
        )


def install(session: Session) -> bool:
    """Put the dispatching analyzer in place of the SDK's.

    Returns:
        Whether it was: false for a version of pulumi_policy other than the pinned one.
    """
    if version("pulumi-policy") != PINNED:
        return False
    DispatchingServicer.session = session
    setattr(pulumi_policy.policy, "_PolicyAnalyzerServicer", DispatchingServicer)  # noqa: B010 - private, set in one place
    return True
