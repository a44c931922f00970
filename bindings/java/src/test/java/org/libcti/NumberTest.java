// SPDX-License-Identifier: MIT
package org.libcti;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.Test;
import org.libcti.Generated.ErrorCode;
import org.libcti.Generated.Greeting;
import org.libcti.Generated.Group;
import org.libcti.Generated.Identity;
import org.libcti.Generated.NumberClass;
import org.libcti.Generated.NumberScope;

/** Numbers, directories, and who has a number. */
public class NumberTest {
    private static final String BOOK = "examples/directory/customers.csv";

    @Test
    public void a_number_is_taken_apart() {
        PhoneNumber mobile = PhoneNumber.parse("+86 138-0013-8000");
        assertEquals("+8613800138000", mobile.e164);
        assertEquals(NumberClass.MOBILE, mobile.numberClass);
        assertEquals("138 0013 8000", mobile.display);
        assertTrue(mobile.keys.toString(), mobile.keys.size() > 0);
        assertEquals(NumberClass.WITHHELD,
            PhoneNumber.parse(null).numberClass);
        assertEquals("+4930123456", PhoneNumber.parse("0 030 123456",
            NumberPlan.standard().country("DE").outsidePrefix("0")
                .area("030").carrierPrefixes("010")
                .extensionDigits(3)).e164);
        assertTrue(assertThrows(CtiException.class,
            () -> PhoneNumber.parse("nothing at all")).getMessage()
            .contains("nothing at all"));
        assertEquals(ErrorCode.EINVAL, assertThrows(CtiException.class,
            () -> PhoneNumber.parse("1", NumberPlan.standard()
                .country("??"))).error());
    }

    @Test
    public void what_was_done_to_it_is_explained() {
        List<NumberStep> steps = new ArrayList<>();
        PhoneNumber number = PhoneNumber.explain("9013800138000",
            NumberPlan.standard().outsidePrefix("9"), steps);
        assertEquals("+8613800138000", number.e164);
        NumberStep outside = steps.stream()
            .filter(step -> step.name.equals("outside-prefix"))
            .findFirst().get();
        assertEquals("9", outside.value);
        assertFalse(outside.text.isEmpty());
    }

    @Test
    public void a_plug_in_that_is_not_there_is_a_sentence() {
        CtiException why = assertThrows(CtiException.class,
            () -> NumberPlan.standard().plugin("/nowhere/plugin.so",
                NumberScope.ALL));
        assertEquals(ErrorCode.ENOENT, why.error());
        assertTrue(why.getMessage(), why.getMessage().contains("plugin.so"));
    }

    @Test
    public void a_directory_is_made_and_asked() throws Exception {
        try (Desk desk = new Desk()) {
            Path made = desk.folder.resolve("book.db");
            List<Progress> told = new ArrayList<>();
            assertEquals(0, Directory.build(Path.of(BOOK), made,
                NumberPlan.standard()));
            Files.delete(made);
            Path big = desk.folder.resolve("big.csv");
            StringBuilder rows = new StringBuilder("id,name,mobile\n");
            for (int i = 0; i < 20000; i++) {
                rows.append(i).append(",name,1380").append(1000000 + i)
                    .append('\n');
            }
            Files.writeString(big, rows.append("broken\"line"));
            Directory.build(big, made, NumberPlan.standard(), told::add);
            assertTrue(told.size() > 0);
            Progress last = told.get(told.size() - 1);
            assertTrue(last.done > 0 && last.done <= last.total);
            assertEquals(Files.size(big), last.total);
            assertThrows(IllegalStateException.class, () -> Directory.build(
                big, made, NumberPlan.standard(), far -> {
                    throw new IllegalStateException();
                }));
            desk.sim.client.addSqlite("made", made.toString());
            assertEquals("7", Desk.get(desk.sim.client, desk.sim.client
                .identify("13801000007")).candidates().get(0).get("id"));
            assertTrue(assertThrows(CtiException.class, () -> Directory.build(
                Path.of("/nowhere.csv"), made, NumberPlan.standard()))
                .getMessage().contains("nowhere.csv"));
        }
    }

    @Test
    public void a_lookup_has_the_number_taken_apart() throws Exception {
        try (Client client = Client.open()) {
            List<PhoneNumber> seen = new ArrayList<>();
            client.addSource("app", lookup -> {
                seen.add(lookup.number());
                lookup.answer(Customer.of("id", "1", "company", "Acme"),
                    Customer.of("id", "2", "company", "Acme"));
            });
            Identification who = Desk.get(client,
                client.identify("138 0013 8000"));
            assertEquals("+8613800138000", seen.get(0).e164);
            assertEquals(Identity.AMBIGUOUS, who.identity());
            assertEquals(Group.COMPANY, who.group().kind);
            assertEquals("Acme", who.group().label);
            assertEquals(2, who.group().members);
            assertFalse(who.greetingText().isEmpty());
            assertTrue(who.greeting() != Greeting.STATEMENT);
            client.forget("13800138000");
            Desk.get(client, client.identify("13800138000"));
            assertEquals(2, seen.size());
            client.forget(null);
            client.invalidate("1");
            assertEquals(ErrorCode.ESTATE, assertThrows(CtiException.class,
                () -> client.unlearn(null)).error());
        }
    }

    @Test
    public void data_of_the_call_finds_customers_and_their_colleagues()
            throws Exception {
        try (Client client = Client.open()) {
            client.set("identify.data", "CTI_ACCOUNT=account");
            client.addSource("app", lookup -> {
                assertNull(lookup.field().isEmpty() ? null : lookup.number());
                if (lookup.field().equals("account")) {
                    lookup.answer(Customer.of("id", "1", "account", "A7"),
                        Customer.of("id", "2", "account", "A7"));
                } else if (lookup.text().endsWith("13800138000")) {
                    lookup.answer(Customer.of("id", "1", "account", "A7"));
                }
            });
            Identification who = Desk.get(client, client.identify(
                "13800138000", Map.of("CTI_ACCOUNT", "A7")));
            assertEquals("1", who.candidates().get(0).get("id"));
            assertEquals(1, who.contacts().size()
                + who.candidates().size() - 1);
        }
    }

    @Test
    public void a_file_is_read_again() throws Exception {
        try (Desk desk = new Desk()) {
            Client client = desk.sim.client;
            Path book = desk.folder.resolve("book.csv");
            client.set("files.watch", "false");
            Files.writeString(book, "id,mobile\n1,13800138000\n");
            client.addCsv("book", book.toString());
            Files.writeString(book,
                "id,mobile\n2,13800138000\n3,13800138001\n");
            assertEquals(Long.valueOf(2),
                Desk.get(client, client.reloadSource("book")));
            assertEquals("2", Desk.get(client, client.identify("13800138000"))
                .candidates().get(0).get("id"));
            Progress none = client.sourceProgress();
            assertEquals(0, none.done + none.total);
            assertEquals(ErrorCode.ENOENT, assertThrows(CtiException.class,
                () -> client.reloadSource("nobody")).error());
            Files.writeString(book, "nothing,that,is,a,number\n");
            var wrong = client.reloadSource("book");
            assertTrue(assertThrows(java.util.concurrent.ExecutionException
                .class, () -> Desk.get(client, wrong)).getCause()
                instanceof CtiException);
        }
    }

    @Test
    public void a_directory_server_is_a_source() {
        try (Client client = Client.open()) {
            try {
                client.addLdap("ldap", null, "ldap://127.0.0.1:1",
                    "dc=example", null, null, Map.of("timeout_ms", "100"));
                client.removeSource("ldap");
            } catch (CtiException without) {
                // A library that was built without LDAP says so.
                assertEquals(ErrorCode.ENOTSUP, without.error());
            }
            assertThrows(CtiException.class, () -> client.addLdap("ldap",
                null, "ldap://127.0.0.1:1", "dc=example", null, null,
                Map.of("no_such_setting", "1")));
        }
    }
}
