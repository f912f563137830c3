package dev.jacobi.pjrt.capi;

/** Waiting for what the plugin does in the background. */
public final class Event {
    private Event() {
    }

    /** Waits for an event, which may be null, and destroys it, also when what it stands for has failed. */
    public static void await(Api api, long event, String doing) {
        if (event == 0) {
            return;
        }
        try {
            api.call(api.args("Event_Await").set("event", event), doing);
        } finally {
            api.call(api.args("Event_Destroy").set("event", event), "destroy an event");
        }
    }
}
