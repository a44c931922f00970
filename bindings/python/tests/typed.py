# SPDX-License-Identifier: MIT
"""Never run: what mypy must accept, as applications write it."""
import asyncio
from typing import Optional

import cti


async def who(lookup: cti.Lookup) -> Optional[cti.Customer]:
    await asyncio.sleep(0)
    return cti.Customer("1", lookup.number.display)


def plain(lookup: cti.Lookup) -> cti.Customer:
    return cti.Customer("1", lookup.text)


async def use(client: cti.Client) -> None:
    client.add_source("later", who)
    client.add_source("now", plain)
    result: cti.RequestResult = await client.request("dial", device="1001",
                                                     to="1002")
    print(result.call)
    async for event in client:
        pop = event.pop
        if pop is not None and pop.customer is not None:
            name: str = pop.customer.name
            print(name, event.device or "", event.waited_ms or 0)
