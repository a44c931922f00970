// SPDX-License-Identifier: MIT
package org.libcti;

import com.sun.jna.IntegerType;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.Collections;

/** The functions of the library, as they are declared in its headers. */
final class C {
    /** Without the number a development package would be needed. */
    private static final String NAME = "libcti.so.0";

    /** A size_t. */
    public static final class SizeT extends IntegerType {
        private static final long serialVersionUID = 1;

        /** JNA makes one and fills it in. */
        public SizeT() {
            this(0);
        }

        SizeT(long value) {
            super(Native.SIZE_T_SIZE, value, true);
        }
    }

    static {
        NativeLibrary library = open();
        // Before a function that it does not have is looked for.
        int abi = library.getFunction("cti_abi_version").invokeInt(null);
        if (!fits(abi, Generated.ABI_VERSION)) {
            throw new UnsatisfiedLinkError("libcti has the ABI 0x"
                + Integer.toHexString(abi) + ", and this binding was made for"
                + " 0x" + Integer.toHexString(Generated.ABI_VERSION)
                + "; install versions that belong together");
        }
        Native.register(C.class, library);
    }

    private C() {
    }

    private static NativeLibrary open() {
        String path = System.getProperty("libcti", System.getenv("LIBCTI"));
        try {
            return NativeLibrary.getInstance(path == null ? NAME
                    : new File(path).getAbsolutePath(),
                Collections.singletonMap(Library.OPTION_CLASSLOADER,
                    C.class.getClassLoader()));
        } catch (UnsatisfiedLinkError why) {
            UnsatisfiedLinkError told = new UnsatisfiedLinkError(
                "libcti cannot be loaded; install it, or put the path of"
                + " libcti.so.0 into the property or the variable LIBCTI: "
                + why.getMessage());
            told.initCause(why);
            throw told;
        }
    }

    /** The same above, no less below: newer ones have more functions. */
    static boolean fits(int abi, int wanted) {
        return abi >>> 16 == wanted >>> 16
            && (abi & 0xffff) >= (wanted & 0xffff);
    }

    /** A text that C lends. */
    static String text(Pointer from) {
        if (from == null) {
            return "";
        }
        return from.getString(0, StandardCharsets.UTF_8.name());
    }

    /** A text that C gives, with its length. */
    static String take(Pointer from, int length) {
        byte[] bytes = from.getByteArray(0, length);
        cti_free(from);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static native int cti_abi_version();
    static native int cti_runtime_info(Pointer out, Pointer len);
    static native Pointer cti_error_at(SizeT index);
    static native Pointer cti_strerror(int code);
    static native void cti_free(Pointer text);

    static native int cti_client_new(Pointer out, Pointer opts);
    static native void cti_client_close(Pointer client);
    static native Pointer cti_client_detail(Pointer client);
    static native long cti_client_dropped(Pointer client);
    static native int cti_poll_json(Pointer client, int timeout, SizeT max,
                                    Pointer out, Pointer len);
    static native int cti_wake(Pointer client);

    static native int cti_set(Pointer client, byte[] key, byte[] value);
    static native int cti_get(Pointer client, byte[] key, Pointer out);
    static native int cti_load(Pointer client, byte[] path);
    static native int cti_service_load(Pointer client, byte[] path);

    static native int cti_link_add(Pointer client, Pointer out,
                                   Pointer opts);
    static native Pointer cti_link_find(Pointer client, byte[] name);
    static native void cti_link_remove(Pointer link);
    static native int cti_link_reconnect(Pointer link);
    static native int cti_link_state(Pointer link);
    static native Pointer cti_link_name(Pointer link);
    static native Pointer cti_link_detail(Pointer link);
    static native int cti_sim_do(Pointer link, byte[] command);
    static native int cti_sim_advance(Pointer link, int ms);

    static native int cti_source_add_csv(Pointer client, byte[] name,
                                         byte[] path);
    static native int cti_source_add_sqlite(Pointer client, byte[] name,
                                            byte[] path);
    static native int cti_source_add_http(Pointer client, byte[] name,
                                          Pointer opts);
    static native int cti_source_add(Pointer client, byte[] name, Pointer fn,
                                     Pointer user);
    static native int cti_source_remove(Pointer client, byte[] name);
    static native Pointer cti_lookup_text(Pointer lookup);
    static native Pointer cti_lookup_field(Pointer lookup);
    static native void cti_lookup_answer(Pointer lookup, Pointer customers,
                                         SizeT count);
    static native void cti_identify_forget(Pointer client, byte[] number);
    static native int cti_pop_choose(Pointer client, byte[] pop,
                                     byte[] customer);

    static native int cti_customer_new(Pointer out);
    static native void cti_customer_unref(Pointer customer);
    static native int cti_customer_set(Pointer customer, byte[] field,
                                       byte[] value);
    static native Pointer cti_customer_get(Pointer customer, byte[] field);
    static native Pointer cti_customer_field(Pointer customer, SizeT index);
    static native int cti_customer_score(Pointer customer);
    static native Pointer cti_customer_reason(Pointer customer);
    static native Pointer cti_customer_source(Pointer customer);
    static native Pointer cti_customer_number_kind(Pointer customer);

    static native int cti_request_send(Pointer client,
                                       Pointer opts, Pointer fn,
                                       Pointer user,
                                       Pointer ticket);
    static native int cti_request_check(Pointer client,
                                        Pointer opts);
    static native long cti_request_possible(Pointer client, byte[] call,
                                            byte[] device);
    static native int cti_request_cancel(Pointer client, long id);

    static native int cti_route_set(Pointer client, Pointer opts);
    static native int cti_route_to(Pointer route, byte[] to);
    static native int cti_route_default(Pointer route);
    static native int cti_route_reason(Pointer route);
    static native Pointer cti_route_call(Pointer route);
    static native Pointer cti_route_link(Pointer route);
    static native Pointer cti_route_caller(Pointer route);
    static native Pointer cti_route_caller_name(Pointer route);
    static native Pointer cti_route_dnis(Pointer route);
    static native Pointer cti_route_queue(Pointer route);
    static native Pointer cti_route_device(Pointer route);
    static native int cti_route_identity(Pointer route);
    static native Pointer cti_route_customer(Pointer route, SizeT index);
    static native Pointer cti_route_pair(Pointer route, SizeT index);

    static native int cti_snapshot_take(Pointer client, Pointer out);
    static native void cti_snapshot_unref(Pointer snapshot);
    static native Pointer cti_snapshot_call(Pointer snapshot, SizeT index);
    static native Pointer cti_snapshot_device(Pointer snapshot, SizeT index);
    static native Pointer cti_snapshot_agent(Pointer snapshot, SizeT index);
    static native Pointer cti_snapshot_queue(Pointer snapshot, SizeT index);
    static native Pointer cti_call_id(Pointer call);
    static native Pointer cti_call_link(Pointer call);
    static native Pointer cti_call_direction(Pointer call);
    static native Pointer cti_call_caller(Pointer call);
    static native Pointer cti_call_caller_name(Pointer call);
    static native Pointer cti_call_dnis(Pointer call);
    static native Pointer cti_call_queue(Pointer call);
    static native long cti_call_began_us(Pointer call);
    static native Pointer cti_call_leg(Pointer call, SizeT index);
    static native Pointer cti_leg_device(Pointer leg);
    static native Pointer cti_leg_remote(Pointer leg);
    static native Pointer cti_leg_called(Pointer leg);
    static native int cti_leg_state(Pointer leg);
    static native byte cti_leg_is_watched(Pointer leg);
    static native Pointer cti_device_number(Pointer device);
    static native SizeT cti_device_legs(Pointer device);
    static native Pointer cti_agent_id(Pointer agent);
    static native Pointer cti_agent_device(Pointer agent);
    static native Pointer cti_agent_reason(Pointer agent);
    static native int cti_agent_state(Pointer agent);
    static native Pointer cti_agent_queue(Pointer agent, SizeT index);
    static native Pointer cti_queue_name(Pointer queue);
    static native SizeT cti_queue_waiting(Pointer queue);
    static native SizeT cti_queue_agents(Pointer queue);
    static native SizeT cti_queue_ready(Pointer queue);

    static native Pointer cti_version();
    static native byte cti_error_is_retryable(int code);
    static native int cti_poll(Pointer client, int timeoutMs, Pointer out);
    static native void cti_event_unref(Pointer event);
    static native int cti_event_json(Pointer event, Pointer out, Pointer len);
    static native Pointer cti_key_at(SizeT index);
    static native void cti_link_stats_get(Pointer link, Pointer out);
    static native Pointer cti_sim_help(SizeT index);

    static native int cti_link_diagnose(Pointer link, int flags, Pointer fn,
        Pointer done, Pointer user);
    static native int cti_trace_set(Pointer client, Pointer fn, Pointer user);

    static native int cti_source_add_ldap(Pointer client, byte[] name,
        Pointer opts);
    static native int cti_source_reload(Pointer client, byte[] name,
        Pointer done, Pointer user);
    static native void cti_source_progress(Pointer client, Pointer done,
        Pointer total);
    static native int cti_identify_with(Pointer client, Pointer opts,
        Pointer done, Pointer user);
    static native int cti_identification_identity(Pointer identification);
    static native Pointer cti_identification_candidate(Pointer identification,
        SizeT index);
    static native Pointer cti_identification_contact(Pointer identification,
        SizeT index);
    static native int cti_identification_group(Pointer identification);
    static native Pointer cti_identification_group_label(
        Pointer identification);
    static native SizeT cti_identification_group_members(
        Pointer identification);
    static native int cti_identification_greeting(Pointer identification);
    static native Pointer cti_identification_greeting_text(
        Pointer identification);
    static native int cti_identify_unlearn(Pointer client, byte[] number);
    static native void cti_customer_invalidate(Pointer client,
        byte[] customerId);
    static native Pointer cti_lookup_number(Pointer lookup);
    static native Pointer cti_customer_field_source(Pointer customer,
        byte[] field);

    static native int cti_directory_build(byte[] csv, byte[] sqlite,
        Pointer plan, Pointer skipped, Pointer detail, SizeT detailSize);
    static native int cti_directory_build_told(byte[] csv, byte[] sqlite,
        Pointer plan, Pointer onProgress, Pointer user, Pointer skipped,
        Pointer detail, SizeT detailSize);
    static native int cti_number_parse(byte[] text, Pointer plan, Pointer out);
    static native int cti_number_explain(byte[] text, Pointer plan, Pointer out,
        Pointer fn, Pointer user);
    static native int cti_number_plugin_load(Pointer out, byte[] name,
        Pointer detail, SizeT detailSize);

    static native Pointer cti_request_at(SizeT index);
    static native byte cti_route_withheld(Pointer route);
    static native int cti_route_deadline_ms(Pointer route);

    static native Pointer cti_call_consult_of(Pointer call);
    static native byte cti_call_withheld(Pointer call);
    static native long cti_call_queued_us(Pointer call);
    static native long cti_agent_since_us(Pointer agent);
    static native long cti_queue_oldest_us(Pointer queue);

    static native int cti_service_check(byte[] path, Pointer detail,
        SizeT detailSize);
    static native int cti_service_advise(Pointer client, Pointer out,
        Pointer query);
    static native int cti_advice_json(Pointer advice, Pointer out, Pointer len);
    static native void cti_advice_unref(Pointer advice);
    static native int cti_verify_begin(Pointer client, byte[] call,
        byte[] request);
    static native int cti_verify_check(Pointer client, byte[] call,
        byte[] factor, Pointer value, Pointer right);
    static native int cti_verify_keys(Pointer client, byte[] call,
        byte[] factor);
    static native int cti_verify_end(Pointer client, byte[] call);

    static native int cti_journal_dispose(Pointer client, byte[] contact,
        byte[] disposition);
    static native int cti_journal_note(Pointer client, byte[] contact,
        byte[] text);
    static native int cti_journal_offer(Pointer client, byte[] contact,
        byte[] product, byte[] outcome);
    static native int cti_journal_fact(Pointer client, byte[] contact,
        byte[] name, byte[] value);
    static native int cti_journal_set(Pointer client, byte[] contact,
        byte[] field, byte[] value);
    static native int cti_journal_add(Pointer client, Pointer contact);
    static native int cti_journal_stats_get(Pointer client, Pointer out);
    static native int cti_journal_read(byte[] path, Pointer filter, Pointer fn,
        Pointer user, Pointer detail, SizeT detailSize);
    static native int cti_journal_spans(byte[] path, Pointer filter, Pointer fn,
        Pointer user, Pointer detail, SizeT detailSize);
    static native int cti_journal_dead(byte[] path, Pointer fn, Pointer user,
        Pointer detail, SizeT detailSize);
    static native int cti_journal_retry(byte[] path, byte[] contact,
        Pointer count, Pointer detail, SizeT detailSize);
    static native int cti_journal_export(byte[] path, Pointer filter,
        byte[] format, byte[] to, Pointer detail, SizeT detailSize);
    static native int cti_contact_new(Pointer out);
    static native void cti_contact_free(Pointer contact);
    static native int cti_contact_set(Pointer contact, int field, byte[] value);
    static native int cti_contact_pair(Pointer contact, int field, byte[] name,
        byte[] value);
    static native Pointer cti_contact_text(Pointer contact, int field);
    static native long cti_contact_int(Pointer contact, int field);
    static native Pointer cti_contact_segment(Pointer contact, SizeT index);
    static native int cti_contact_json(Pointer contact, Pointer out,
        Pointer len);
    static native int cti_contact_csv(Pointer contact, Pointer out,
        Pointer len);

    static native int cti_report_new(Pointer out);
    static native void cti_report_free(Pointer report);
    static native int cti_report_set(Pointer report, byte[] key, byte[] value);
    static native int cti_report_event(Pointer report, Pointer event);
    static native void cti_report_end(Pointer report);
    static native int cti_report_contact(Pointer report, Pointer contact);
    static native int cti_report_span(Pointer report, Pointer span);
    static native long cti_report_get(Pointer report, byte[] group, byte[] key,
        int metric);
    static native int cti_report_write(Pointer report, byte[] format,
        Pointer out);
}
