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


def kept(client: cti.Client, call: str) -> Optional[int]:
    client.dispose(call, "sale")
    client.add_contact(cti.Contact(id="mail-7", channel="mail"))
    with client.verify(call, "password") as verification:
        right: bool = verification.check("pin", "1234")
    advice: cti.Advice = client.advise({"id": "7"}, queue="support")
    for hint in advice.hints:
        print(hint.kind, hint.reason, hint.probability, right)
    link = client.add_link("sim:")
    diagnosis: cti.Diagnosis = link.diagnose().result()
    print([finding.remedy for finding in diagnosis.findings])
    client.trace(lambda step: print(step.kind_word, step.ids))
    journal = cti.Journal("contacts.db")
    for contact in journal.contacts(customer="7", limit=3):
        print(contact.began, [part.kind for part in contact.segments])
    report = cti.Report(service_level_s=30)
    report.add_journal(journal)
    client.add_report(report)
    number, steps = cti.explain_number("+8613800138000")
    print(number.number_class, steps[0].text, cti.keys()[0].doc)
    return report.get(cti.Metric.SERVICE_LEVEL, "queue", "support")
