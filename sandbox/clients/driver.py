"""Lets the checks use TrueFoundry's own clients: a line of JSON in, a line of JSON out, one call each.

{"by": "tfy", "args": [...]}                      the command line, as `tfy ...` runs it, in this process
{"by": "library", "call": "...", "with": {...}}   a function of `truefoundry.deploy`
{"by": "client", "call": "...", "with": {...}}    a method of the command line's own HTTP client
{"by": "sdk", "call": "jobs.list_runs", "with": {...}}
{"by": "least", "call": "JobRun"}                   the least that a model of the SDK makes do with, as JSON

The answer has `value` (for `tfy` its exit code) and what was `printed`, or `error` with the exception's class and words.
"""

import contextlib
import enum
import json
import os
import sys
import tempfile
import typing

REPLIES = os.fdopen(os.dup(1), "w", buffering=1)
os.dup2(2, 1)


@contextlib.contextmanager
def printing_to(file):
    """The clients print to the two streams, each in its own way."""
    before = [os.dup(1), os.dup(2)]
    for stream in (1, 2):
        os.dup2(file.fileno(), stream)
    try:
        yield
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        for stream, kept in zip((1, 2), before):
            os.dup2(kept, stream)
            os.close(kept)


def run_tfy(args):
    from truefoundry.cli.__main__ import create_truefoundry_cli

    try:
        create_truefoundry_cli().main(args=args, prog_name="tfy")
        return 0
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)


def sdk():
    from truefoundry_sdk import TrueFoundry

    return TrueFoundry(base_url=os.environ["TFY_HOST"], api_key=os.environ["TFY_API_KEY"])


def client():
    from truefoundry.deploy.lib.clients.servicefoundry_client import ServiceFoundryServiceClient

    return ServiceFoundryServiceClient()


def library():
    import truefoundry.deploy

    return truefoundry.deploy


OWNERS = {"sdk": sdk, "client": client, "library": library}


def least(kind):
    """A value of that type; of a model with the fields alone that are required. Of several types a job's is taken."""
    kinds = typing.get_args(kind)
    if typing.get_origin(kind) is typing.Union:
        return least(next((each for each in kinds if getattr(each, "__name__", "") == "Job"), kinds[0]))
    if typing.get_origin(kind) is list:
        return [least(kinds[0])]
    if typing.get_origin(kind) is dict:
        return {}
    if hasattr(kind, "model_fields"):
        return kind(**{name: least(field.annotation) for name, field in kind.model_fields.items() if field.is_required()})
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return next(iter(kind))
    return {int: 1, float: 1700000000000.5, bool: True}.get(kind, "text")


def call(request):
    if request["by"] == "least":
        import truefoundry_sdk

        return json.loads(least(getattr(truefoundry_sdk, request["call"])).model_dump_json(by_alias=True))
    callee = OWNERS[request["by"]]()
    for name in request["call"].split("."):
        callee = getattr(callee, name)
    return told(callee(**request.get("with", {})))


def told(value):
    """As JSON. Every model says what it is; a pager is all that it pages through."""
    fields = getattr(type(value), "model_fields", None) or getattr(type(value), "__fields__", None)
    if fields:
        return {"is": type(value).__name__, **{name: told(getattr(value, name)) for name in fields}}
    if isinstance(value, dict):
        return {str(name): told(each) for name, each in value.items()}
    if isinstance(value, (str, int, float, bool)) or value is None:
        return value.value if hasattr(value, "value") else value
    if hasattr(value, "__iter__"):
        return [told(each) for each in value]
    return str(value)


def answer(request):
    os.environ.update(request.get("env", {}))
    try:
        with tempfile.TemporaryFile() as printed:
            with printing_to(printed):
                value = run_tfy(request["args"]) if request["by"] == "tfy" else call(request)
            printed.seek(0)
            return {"value": value, "printed": printed.read().decode()}
    except Exception as error:
        return {
            "error": {
                "is": type(error).__name__,
                "status": getattr(error, "status_code", None),
                "text": str(error),
            }
        }


for line in sys.stdin:
    REPLIES.write(json.dumps(answer(json.loads(line))) + "\n")
