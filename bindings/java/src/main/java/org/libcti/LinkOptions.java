// SPDX-License-Identifier: MIT
package org.libcti;

import com.sun.jna.Memory;
import java.util.List;
import java.util.Objects;

/** A switch to listen to: {@code LinkOptions.of("ami://pbx").user("cti")}. */
public final class LinkOptions {
    private final String url;
    private String name;
    private String user;
    private String secret;
    private String record;
    private String switchName;

    private LinkOptions(String url) {
        this.url = url;
    }

    /** Schemes are ami, ari, esl (each also +tls), sim and replay. */
    public static LinkOptions of(String url) {
        return new LinkOptions(Objects.requireNonNull(url,
            "the link's URL must not be null"));
    }

    /** In events; else the URL's host or scheme. */
    public LinkOptions name(String word) {
        name = word;
        return this;
    }

    /** Who logs in; else the URL says. */
    public LinkOptions user(String login) {
        user = login;
        return this;
    }

    /** The password. */
    public LinkOptions secret(String password) {
        secret = password;
        return this;
    }

    /** File to record the switch's bytes to. */
    public LinkOptions record(String path) {
        record = path;
        return this;
    }

    /** Links with the same one feed one switch's model. */
    public LinkOptions switchName(String word) {
        switchName = word;
        return this;
    }

    Structs.LinkOpts make(List<Memory> kept) {
        Structs.LinkOpts opts = new Structs.LinkOpts();

        opts.url = keep(kept, url, "the link's URL");
        opts.name = keep(kept, name, "the link's name");
        opts.user = keep(kept, user, "the link's user");
        opts.secret = keep(kept, secret, "the link's secret");
        opts.record = keep(kept, record, "the link's record");
        opts.switch_name = keep(kept, switchName, "the link's switchName");
        return opts;
    }

    private static Memory keep(List<Memory> kept, String text, String what) {
        Memory memory = Structs.keep(text, what);
        kept.add(memory);
        return memory;
    }
}
