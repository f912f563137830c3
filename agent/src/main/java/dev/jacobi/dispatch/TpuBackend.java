package dev.jacobi.dispatch;

import dev.jacobi.lift.Lifted;
import dev.jacobi.lift.Refusal;
import dev.jacobi.pjrt.client.Client;
import dev.jacobi.pjrt.client.PjrtException;
import dev.jacobi.pjrt.client.Plugin;
import dev.jacobi.pjrt.client.Plugins;
import dev.jacobi.report.MethodStats;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** Programs for TPUs and for whatever else has a PJRT plugin. The plugin is loaded, and its devices are opened, once per process and when first needed. */
final class TpuBackend {
    private static final AtomicReference<Loaded> LOADED = new AtomicReference<>();
    private static final AtomicReference<Opened> OPENED = new AtomicReference<>();
    private final Options options;
    private final NativeBackend cpu;

    /** The plugin, or why there is none. */
    private record Loaded(Plugin plugin, PjrtException problem) {
    }

    /** The devices, or why there are none. */
    private record Opened(Client client, String problem) {
    }

    TpuBackend(Options options, NativeBackend cpu) {
        this.options = options;
        this.cpu = cpu;
    }

    /** The plugin, for work without a device. */
    Plugin plugin() {
        synchronized (LOADED) {
            Loaded l = LOADED.get();
            if (l == null) {
                cpu.bridge();
                try {
                    l = new Loaded(Plugins.ofProcess(options.pjrt().plugin(), System.getProperties()).open(), null);
                } catch (PjrtException e) {
                    l = new Loaded(null, e);
                }
                LOADED.set(l);
            }
            if (l.problem != null) {
                throw l.problem;
            }
            return l.plugin;
        }
    }

    /** The devices; a refusal says why there are none, and so does one sentence on stderr. */
    Client client() {
        Opened o;
        synchronized (OPENED) {
            o = OPENED.get();
            if (o == null) {
                try {
                    o = new Opened(plugin().client(Map.of()), null);
                } catch (PjrtException e) {
                    o = new Opened(null, e.getMessage());
                    Log.say(options, Options.Log.WARN, "The back end tpu is not used: " + e.getMessage() + ".");
                }
                OPENED.set(o);
            }
        }
        if (o.client == null) {
            throw new Refusal("NO-DEVICE", "the back end tpu is not available: " + o.problem, "jacobi");
        }
        return o.client;
    }

    /** Makes a prepared program callable; the device's code for it is made when a call shows its shapes. */
    Kernel compile(Lifted ready, MethodType type, Access access, Fallbacks fallbacks, MethodStats stats, Dump dump) {
        TpuProgram program = new TpuProgram(ready, client(), options, stats, dump);
        program.refuseWhatHasNoForm();
        return new Kernel(ready, BoxedCall.handle(ready, type, access, program::run, fallbacks), "tpu", false);
    }
}
