package dev.jacobi.backend;

/** What the calls of a transformed function's program have run on: what it was made for, or the CPU where that had no result. */
public final class BackendUsage {
    private final String made;
    private volatile boolean asMade;
    private volatile String instead;

    /** A program made for this back end. */
    BackendUsage(String made) {
        this.made = made;
    }

    /** One made for the CPU because the back end that was asked for cannot be had. */
    static BackendUsage onCpu(String why) {
        var r = new BackendUsage("cpu");
        r.instead = why;
        return r;
    }

    /** The back end that the program was made for. */
    public String madeFor() {
        return made;
    }

    /** A call had its result from the back end that the program was made for. */
    void asMade() {
        if (!asMade) {
            asMade = true;
        }
    }

    /** A call had its result from code for the CPU. */
    void instead(String why) {
        if (!why.equals(instead)) {
            instead = why;
        }
    }

    /** {@code tpu}; {@code cpu} when no call has run elsewhere; {@code tpu, cpu} when some have. */
    public String backend() {
        return instead == null || made.equals("cpu") ? made : asMade ? made + ", cpu" : "cpu";
    }

    /** The text with a sentence behind it that says why calls ran on the CPU, if any did. */
    public String add(String text) {
        String why = instead;
        return why == null ? text : text + (asMade ? " Some calls ran" : " It ran") + " on the CPU because " + why + ".";
    }
}
