package dev.jacobi.dispatch;

import dev.jacobi.JacobiException;
import dev.jacobi.lift.Lifted;
import dev.jacobi.lift.Refusal;
import dev.jacobi.pjrt.client.Client;
import dev.jacobi.pjrt.client.CompileOptions;
import dev.jacobi.pjrt.client.Executable;
import dev.jacobi.pjrt.client.Explanation;
import dev.jacobi.pjrt.client.PjrtException;
import dev.jacobi.pjrt.client.Plugin;
import dev.jacobi.pjrt.client.Plugins;
import dev.jacobi.pjrt.client.Topology;
import dev.jacobi.pjrt.hlo.HloProgram;
import dev.jacobi.report.MethodStats;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;

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

    /** Compiles a program for the first device of a topology. */
    <R> R ahead(HloProgram p, String topology, BiFunction<HloProgram, Executable, R> look) {
        try (Topology t = plugin().topology(topology, Map.of())) {
            if (StableHloText.lacksF64(t.platform()) && StableHloText.usesF64(p)) {
                throw new JacobiException("The program cannot be compiled for " + topology + " because " + StableHloText.NO_F64
                    + "; Target.withF64AsF32() computes in f32.");
            }
            try (Executable e = t.compile(p.text(), CompileOptions.ONE_DEVICE)) {
                return look.apply(p, e);
            } catch (PjrtException e) {
                throw Explanation.add(e, p);
            }
        }
    }

    /** Makes a prepared program callable; the device's code for it is made when a call shows its shapes. */
    Kernel compile(Lifted ready, MethodType type, Access access, Fallbacks fallbacks, MethodStats stats, Dump dump) {
        TpuProgram program = new TpuProgram(ready, client(), options, stats, dump);
        program.refuseWhatHasNoForm();
        return new Kernel(ready, BoxedCall.handle(ready, type, access, program, fallbacks), "tpu", false);
    }
}
