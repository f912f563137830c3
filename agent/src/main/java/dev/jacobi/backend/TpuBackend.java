package dev.jacobi.backend;

import dev.jacobi.JacobiException;
import dev.jacobi.backend.saved.CompiledAhead;
import dev.jacobi.backend.saved.PluginCode;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.pass.PassManager;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.options.Log;
import dev.jacobi.options.Options;
import dev.jacobi.pjrt.capi.PjrtException;
import dev.jacobi.pjrt.client.Client;
import dev.jacobi.pjrt.client.CompileOptions;
import dev.jacobi.pjrt.client.Executable;
import dev.jacobi.pjrt.client.Explanation;
import dev.jacobi.pjrt.client.LoadedExecutable;
import dev.jacobi.pjrt.client.Plugin;
import dev.jacobi.pjrt.client.Plugins;
import dev.jacobi.pjrt.client.Topology;
import dev.jacobi.pjrt.hlo.HloOptions;
import dev.jacobi.pjrt.hlo.MeshSharding;
import dev.jacobi.pjrt.program.HloProgram;
import dev.jacobi.report.ReasonCode;
import dev.jacobi.stub.Kernel;
import java.lang.invoke.MethodHandle;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Programs for TPUs and for whatever else has a PJRT plugin. A plugin is loaded, and its devices are opened, once per process and when first needed. */
final class TpuBackend implements Backend {
    private static final String NO_TPU = "run on a machine with a TPU that no other process uses, name the plugin of the device that is there by -D"
        + Plugins.PROPERTY + "=FILE, or compile ahead of time with Target.tpu";
    private final Options options;
    private final NativeBackend cpu;
    private final ProcessResources resources;

    /** A plugin and its devices, as far as they have been asked for, or why they cannot be had. */
    static final class Held {
        private Plugin plugin;
        private PjrtException noPlugin;
        private Client client;
        private String noClient;
    }

    TpuBackend(Options options, NativeBackend cpu, ProcessResources resources) {
        this.options = options;
        this.cpu = cpu;
        this.resources = resources;
    }

    private Held held() {
        String named = options.pjrt().plugin() != null ? options.pjrt().plugin() : System.getProperty(Plugins.PROPERTY, "");
        return resources.plugins.computeIfAbsent(named, k -> new Held());
    }

    /** The plugin, for work without a device. */
    Plugin plugin() {
        Held h = held();
        synchronized (h) {
            if (h.plugin == null && h.noPlugin == null) {
                cpu.bridge();
                try {
                    h.plugin = Plugins.ofProcess(options.pjrt().plugin(), System.getProperties()).open();
                } catch (PjrtException e) {
                    h.noPlugin = e;
                }
            }
            if (h.noPlugin != null) {
                throw h.noPlugin;
            }
            return h.plugin;
        }
    }

    /** The devices; a refusal says why there are none, and so does one sentence on stderr. */
    Client client() {
        Held h = held();
        synchronized (h) {
            if (h.client == null && h.noClient == null) {
                try {
                    h.client = plugin().usualClient(options.pjrt().options());
                } catch (PjrtException e) {
                    h.noClient = e.getMessage() + (h.plugin == null ? "" : "; " + NO_TPU);
                    Log.say(options, Options.Log.WARN, "The back end tpu is not used: " + h.noClient + ".");
                }
            }
            if (h.client == null) {
                throw new Refusal(ReasonCode.NO_DEVICE, "the back end tpu is not available: " + h.noClient, "jacobi");
            }
            return h.client;
        }
    }

    @Override
    public void open() {
        client();
    }

    @Override
    public Pipeline.Stage stage() {
        return Pipeline.Stage.ARRAYS;
    }

    @Override
    public Options.Log absence() {
        return Options.Log.WARN;
    }

    /** Compiles a program for devices of a topology; where they have no f64, which the program has, the other one. */
    <R> R ahead(HloProgram usual, Supplier<HloProgram> withoutF64, CompileOptions how, String topology, CompiledAhead<R> look) {
        try (Topology t = topology(topology)) {
            boolean lacks = StableHloText.lacksF64(t.platform());
            HloProgram p = lacks && StableHloText.usesF64(usual) ? withoutF64.get() : usual;
            if (lacks && StableHloText.usesF64(p)) {
                throw new JacobiException("The program cannot be compiled for " + topology + " because " + StableHloText.NO_F64
                    + "; Target.withF64AsF32() computes in f32.");
            }
            try (Executable e = t.compile(p.text(), how)) {
                return look.of(p, e, t.platform(), t.devices().get(0).kind());
            } catch (PjrtException e) {
                throw Explanation.add(e, p);
            }
        }
    }

    /** The program for inputs like these, compiled for the client's devices, to keep in a file; {@code mesh} is null for the first one. */
    PluginCode kept(Lifted ready, List<Tensor> in, boolean fast, MeshSharding mesh) {
        Client c = client();
        boolean lacks = StableHloText.lacksF64(c.platform());
        boolean without = lacks && !options.pjrt().f64AsF32();
        MeshSharding on = mesh == null ? null : mesh.withAllResults(ready.module().get(ready.entry()).out().size());
        HloOptions how = StableHloText.options(options, lacks && !without, fast).withSharding(on).withDonate(on == null);
        var fixed = new HashMap<Integer, Lit>();
        StableHloText.fixedInputs(ready, fast, without).forEach(i -> fixed.put(i, in.get(i).get(0)));
        HloProgram p = StableHloText.of(ready, in, fixed, how, PassManager.quiet());
        if (without && StableHloText.usesF64(p)) {
            throw new JacobiException("The program cannot be saved for these devices because " + StableHloText.NO_F64 + "; the option pjrt.f64=f32 computes in f32.");
        }
        try (LoadedExecutable l = c.compile(p.text(), on == null ? CompileOptions.ONE_DEVICE : CompileOptions.partitioned(on.devices())); Executable e = l.executable()) {
            return PluginCode.of(c.platform(), c.devices().get(0).kind(), p, in, on, e.serialize());
        } catch (PjrtException e) {
            throw Explanation.add(e, p);
        }
    }

    private Topology topology(String name) {
        Plugin p = plugin();
        try {
            return p.topology(name, oneChip(name));
        } catch (PjrtException e) {
            throw e.with("a topology is named by generation and chips, such as v5e:2x2 or v4:2x2x1");
        }
    }

    /** libtpu takes a single chip only where it is told that a host has no more. */
    private static Map<String, Object> oneChip(String topology) {
        return topology.matches(".*:1x1(x1)?") ? Map.of("chips_per_host_bounds", List.of(1L, 1L, 1L)) : Map.of();
    }

    /** Makes a prepared program callable; the device's code for it is made when a call shows its shapes. */
    @Override
    public Kernel compile(Job job) {
        return compile(job, false);
    }

    private Kernel compile(Job job, boolean again) {
        TpuProgram program = new TpuProgram(job, client(), options, again);
        program.refuseWhatHasNoForm();
        return job.boxed(program, Options.Backend.TPU, true);
    }

    @Override
    public MethodHandle compile(Job job, Supplier<MethodHandle> host, BackendUsage ran) {
        return CpuFallback.call(compile(job, true).handle(), host, ran);
    }
}
