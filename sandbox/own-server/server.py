"""Kubiya's own control plane on this machine: server.py PORT KEY, with DATABASE_URL in the environment.

The package is as it comes from PyPI. What it needs around it is played: Redis by a library, the workflow engine by the
few calls that the server makes of it, the directory of users by one more route, and the worker by whoever uses the
server's own API for workers. What a workflow is to answer is set by POST /-/workflows/ID.
"""

import os
import sys
from types import SimpleNamespace

PORT, KEY = sys.argv[1:3]
HERE = f"http://127.0.0.1:{PORT}"
os.environ.update(
    KUBIYA_API_BASE=HERE,
    REDIS_URL="redis://played",
    TEMPORAL_HOST="127.0.0.1:1",
    TEMPORAL_NAMESPACE="played",
    LITELLM_API_BASE=HERE,
    LITELLM_LOCAL_MODEL_COST_MAP="True",
    CONTEXT_GRAPH_API_BASE=HERE,
    OTEL_ENABLED="false",
    OTEL_LOCAL_STORAGE_ENABLED="false",
    ENVIRONMENT="development",
    SECRET_KEY="played",
    LOG_LEVEL="error",
)

import fakeredis
import redis.asyncio
import temporalio.client
import uvicorn
from fastapi import HTTPException, Request

MEMORY = fakeredis.FakeServer()
WORKFLOWS = {}
ENGINE = {"down": False}


class Workflow:
    def __init__(self, workflow_id):
        self.id = workflow_id
        self.status = "RUNNING"
        self.state = None

    async def describe(self):
        return SimpleNamespace(id=self.id, status=SimpleNamespace(name=self.status))

    async def query(self, *_args):
        if self.state is None:
            raise RuntimeError("no poller seen for task queue recently")
        blank = {"status": "running", "messages": [], "current_response": "", "usage": {}, "metadata": {}}
        return SimpleNamespace(**{**blank, "error_message": None, **self.state})

    async def cancel(self):
        self.status = "CANCELED"

    async def terminate(self, *_args, **_more):
        self.status = "TERMINATED"

    async def signal(self, *_args, **_more):
        pass


class Engine:
    async def start_workflow(self, *_args, **more):
        if ENGINE["down"]:
            raise RuntimeError("failed to connect to all addresses")
        return self.get_workflow_handle(more["id"])

    def get_workflow_handle(self, workflow_id, **_more):
        return WORKFLOWS.setdefault(workflow_id, Workflow(workflow_id))


async def connect(*_args, **_more):
    return Engine()


redis.asyncio.from_url = lambda *_args, **_more: fakeredis.FakeAsyncRedis(server=MEMORY, decode_responses=True)
temporalio.client.Client.connect = connect

from control_plane_api.app.main import app


@app.get("/api/v1/users/self")
async def who(request: Request):
    if request.headers.get("authorization") not in (f"Bearer {KEY}", f"UserKey {KEY}"):
        raise HTTPException(401)
    return {"uuid": "0b5d3f5e-1111-4222-8333-444455556666", "org": "acme", "email": "dev@example.com", "name": "Dev"}


@app.post("/-/workflows/{workflow_id}")
async def set_workflow(workflow_id: str, request: Request):
    vars(Engine().get_workflow_handle(workflow_id)).update(await request.json())


@app.post("/-/engine")
async def set_engine(request: Request):
    ENGINE.update(await request.json())


uvicorn.run(app, host="127.0.0.1", port=int(PORT), log_level="error")
