# SPDX-License-Identifier: MIT
"""What is so now: a picture of calls, devices, agents and queues."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional, Tuple

from ._generated import AgentState, LegState
from ._text import decode, lib
from .customers import walk


@dataclass(frozen=True)
class Leg:
    """One device's part in a call."""
    device: str
    remote: str
    called: str
    state: LegState
    is_watched: bool


@dataclass(frozen=True)
class Call:
    """One contact on a switch."""
    id: str
    direction: str
    caller: str
    caller_name: str
    dnis: str
    queue: str
    link: str
    consult_of: str
    withheld: bool
    began_us: int
    queued_us: int
    legs: Tuple[Leg, ...]


@dataclass(frozen=True)
class Device:
    """What can be dialled or watched."""
    number: str
    legs: int


@dataclass(frozen=True)
class Agent:
    """A person at a device."""
    id: str
    device: str
    state: AgentState
    reason: str
    since_us: int
    queues: Tuple[str, ...]


@dataclass(frozen=True)
class Queue:
    """Where calls wait for agents."""
    name: str
    waiting: int
    oldest_us: int
    agents: int
    ready: int


@dataclass(frozen=True)
class Snapshot:
    """A picture of a client's switches; it never changes."""
    calls: Tuple[Call, ...]
    devices: Tuple[Device, ...]
    agents: Tuple[Agent, ...]
    queues: Tuple[Queue, ...]

    def call(self, call_id: str) -> Optional[Call]:
        """The call of that id."""
        return next((c for c in self.calls if c.id == call_id), None)


def _leg(leg: Any) -> Leg:
    return Leg(decode(lib.cti_leg_device(leg)),
               decode(lib.cti_leg_remote(leg)),
               decode(lib.cti_leg_called(leg)),
               LegState(lib.cti_leg_state(leg)), lib.cti_leg_is_watched(leg))


def _call(call: Any) -> Call:
    return Call(id=decode(lib.cti_call_id(call)),
                direction=decode(lib.cti_call_direction(call)),
                caller=decode(lib.cti_call_caller(call)),
                caller_name=decode(lib.cti_call_caller_name(call)),
                dnis=decode(lib.cti_call_dnis(call)),
                queue=decode(lib.cti_call_queue(call)),
                link=decode(lib.cti_call_link(call)),
                consult_of=decode(lib.cti_call_consult_of(call)),
                withheld=lib.cti_call_withheld(call),
                began_us=lib.cti_call_began_us(call),
                queued_us=lib.cti_call_queued_us(call),
                legs=tuple(map(_leg, walk(lib.cti_call_leg, call))))


def _agent(agent: Any) -> Agent:
    return Agent(decode(lib.cti_agent_id(agent)),
                 decode(lib.cti_agent_device(agent)),
                 AgentState(lib.cti_agent_state(agent)),
                 decode(lib.cti_agent_reason(agent)),
                 lib.cti_agent_since_us(agent),
                 tuple(map(decode, walk(lib.cti_agent_queue, agent))))


def _device(device: Any) -> Device:
    return Device(decode(lib.cti_device_number(device)),
                  lib.cti_device_legs(device))


def _queue(queue: Any) -> Queue:
    return Queue(decode(lib.cti_queue_name(queue)),
                 lib.cti_queue_waiting(queue), lib.cti_queue_oldest_us(queue),
                 lib.cti_queue_agents(queue), lib.cti_queue_ready(queue))


def read_snapshot(shot: Any) -> Snapshot:
    """All of a cti_snapshot."""
    return Snapshot(tuple(map(_call, walk(lib.cti_snapshot_call, shot))),
                    tuple(map(_device, walk(lib.cti_snapshot_device, shot))),
                    tuple(map(_agent, walk(lib.cti_snapshot_agent, shot))),
                    tuple(map(_queue, walk(lib.cti_snapshot_queue, shot))))
