package dev.jacobi.backend;

import dev.jacobi.JacobiException;
import dev.jacobi.backend.device.DeviceCalls;
import dev.jacobi.backend.device.LaterResults;
import dev.jacobi.backend.device.LengthBuckets;
import dev.jacobi.backend.device.PjrtLayouts;
import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.pass.PassManager;
import dev.jacobi.lift.request.Lifted;
import dev.jacobi.lift.request.Refusal;
import dev.jacobi.options.Log;
import dev.jacobi.options.Options;
import dev.jacobi.pjrt.capi.ErrorCode;
import dev.jacobi.pjrt.capi.PjrtException;
import dev.jacobi.pjrt.client.Client;
import dev.jacobi.pjrt.client.DeviceElements;
import dev.jacobi.pjrt.client.DeviceProgram;
import dev.jacobi.pjrt.hlo.HloOptions;
import dev.jacobi.pjrt.hlo.MeshSharding;
import dev.jacobi.pjrt.program.HloProgram;
import dev.jacobi.pjrt.program.HloRefusal;
import dev.jacobi.pjrt.program.Partitioning;
import dev.jacobi.report.Defects;
import dev.jacobi.report.MethodStats;
import dev.jacobi.report.ReasonCode;
import dev.jacobi.stub.BoxedProgram;
import dev.jacobi.stub.CallTimes;
import dev.jacobi.woven.Deopt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * One program on the device of a PJRT client, or on those of a mesh. StableHLO has constant extents, so there is code for each shape of the arguments (and each value of a
 * number that extents depend on), made when a call needs it; that of the shapes used last is kept. Where that cannot be had, or the device fails, the call has no result and the original runs.
 */
public final class TpuProgram implements BoxedProgram {
    /** Shapes that code is kept for at the same time. */
    public static final int MOST = 32;
    private static final int PATIENCE = 3;
    /** For how many values of numbers of f64, which are compiled in where the device has no f64, there is code: more say that they change from call to call. */
    private static final int VALUES = 8;
    private final Lifted ready;
    private final Client client;
    private final Options options;
    private final boolean fast;
    /** Null for one device. */
    private final MeshSharding mesh;
    private final MethodStats stats;
    private final Dump dump;
    private final CallTimes times;
    private final DeviceCalls arrays;
    private final List<Integer> fixed;
    private final List<Integer> doubles;
    private final Set<List<Lit>> values = new HashSet<>();
    private final List<DType> results;
    private final LengthBuckets buckets;
    /** Whether calls may return before the device has ended. */
    private final boolean early;
    /** The code used last is at the end. */
    private final Map<Key, Made> made = new LinkedHashMap<>(16, 0.75f, true);
    private boolean said;
    private int failures;
    /** When the last of them was seen. */
    private long lastFailure;

    /** What code is made for. */
    private record Key(List<List<Integer>> dims, Map<Integer, Lit> fixed) {
    }

    /** Code, or why there is none. Code that is not kept any more is freed on the device when the last call that uses it has ended. */
    private static final class Made {
        private final DeviceProgram program;
        private final PjrtLayouts layouts;
        private final String problem;
        private int users;
        private boolean dropped;

        Made(DeviceProgram program, PjrtLayouts layouts) {
            this.program = program;
            this.layouts = layouts;
            this.problem = null;
        }

        Made(String problem) {
            this.program = null;
            this.layouts = PjrtLayouts.NONE;
            this.problem = problem;
        }
    }

    /** {@code again}: whoever calls it can compute a result anew after the call, from the arguments. */
    TpuProgram(Backend.Job job, Client client, Options options, boolean again) {
        this.ready = job.ready();
        this.client = client;
        this.options = options;
        this.fast = job.fast();
        this.stats = job.method().stats();
        this.dump = job.dump();
        this.times = new CallTimes(stats);
        this.arrays = new DeviceCalls(stats);
        Func entry = ready.module().get(ready.entry());
        boolean withoutF64 = StableHloText.lacksF64(client.platform()) && !options.pjrt().f64AsF32();
        this.fixed = StableHloText.fixedInputs(ready, fast, withoutF64);
        this.doubles = withoutF64 ? StableHloText.doubles(ready) : List.of();
        this.buckets = new LengthBuckets(ready, options.pjrt().buckets());
        this.results = entry.out().stream().map(Atom::type).map(t -> t.dtype()).toList();
        this.mesh = job.mesh() == null || job.mesh().devices().isEmpty() ? null : job.mesh();
        this.early = again && isOfArrays(ready);
    }

    /** Whether all it gives are NDArrays, and what it takes are arguments as they are. */
    private static boolean isOfArrays(Lifted l) {
        List<Lifted.Result> results = l.result() instanceof Lifted.Result.Tuple t ? t.parts() : List.of(l.result());
        return l.writes().isEmpty() && results.stream().allMatch(Lifted.Result.Array.class::isInstance)
            && l.inputs().stream().allMatch(s -> s instanceof Lifted.Source.Arg a && a.path().isEmpty());
    }

    /** Looks for reasons against it that hold for all shapes, by writing it for some. */
    void refuseWhatHasNoForm() {
        try {
            accept(StableHloText.sample(ready, text(), !doubles.isEmpty()));
        } catch (HloRefusal r) {
            if (r.reason() != HloRefusal.Reason.EXTENT) {
                throw new Refusal(ReasonCode.NO_STABLEHLO, r.getMessage(), ready.entry());
            }
        } catch (Refusal r) {
            throw r;
        } catch (RuntimeException e) {
            Log.say(options, Options.Log.DEBUG, stats.method() + " has no StableHLO text for sample shapes: " + defect(e) + ".");
        }
    }

    private HloOptions text() {
        return StableHloText.options(options, options.pjrt().f64AsF32() && StableHloText.lacksF64(client.platform()), fast);
    }

    private void accept(HloProgram p) {
        if (StableHloText.lacksF64(client.platform()) && StableHloText.usesF64(p)) {
            throw new Refusal(ReasonCode.F64, StableHloText.NO_F64 + "; the option pjrt.f64=f32 computes in f32", ready.entry());
        }
    }

    /** What goes to the device are copies. */
    @Override
    public boolean borrows() {
        return true;
    }

    @Override
    public void ended(long start) {
        times.ended(start);
    }

    @Override
    public List<Tensor> run(List<Tensor> in) {
        return run(in, Set.of());
    }

    @Override
    public List<Tensor> run(List<Tensor> in, Set<Integer> stay) {
        LengthBuckets.Call padded = stay.isEmpty() && mesh == null ? padded(in) : null;
        return padded == null ? run(in, stay, code(ready, in, Map.of())) : padded.cut(run(padded.in(), stay, code(padded.ready(), padded.in(), padded.ranges())));
    }

    private List<Tensor> run(List<Tensor> in, Set<Integer> stay, Made m) {
        var later = new LaterResults();
        DeviceProgram.Outcome o = null;
        try {
            if (m.problem != null) {
                throw Deopt.because(m.problem);
            }
            o = call(m.program, in, stay);
            if (o.under() == null) {
                stats.device(o.transferNanos(), o.runNanos());
            }
            if (o.results() == null) {
                throw Deopt.because("a check failed on the device");
            }
            return arrays.settle(in, o.uploads(), o.results(), DeviceElements.class, e -> m.layouts.memory(e, stats, later));
        } finally {
            DeviceProgram.Outcome begun = o;
            if (begun == null || begun.under() == null) {
                ended(m);
            } else {
                client.completions().add(begun.under(), (failed, nanos) -> ended(m, later, begun, failed, nanos));
            }
        }
    }

    /** A run has ended that no call waits for. */
    private void ended(Made m, LaterResults later, DeviceProgram.Outcome begun, PjrtException failed, long nanos) {
        try {
            if (failed == null) {
                later.succeeded();
                stats.device(begun.transferNanos(), nanos);
                succeeded();
            } else if (!begun.under().hasFailedByArguments() && isLater(begun.under().start())) {
                failed(failed);
            }
        } finally {
            ended(m);
        }
    }

    private DeviceProgram.Outcome call(DeviceProgram program, List<Tensor> in, Set<Integer> stay) {
        // arrays of the caller's may change behind the call
        boolean constant = early && in.stream().allMatch(t -> t.dims().length == 0 || t.elsewhere() != null);
        try {
            DeviceProgram.Outcome o = arrays.run(in, client, () -> constant ? program.start(in, results, stay) : program.call(in, results, stay),
                this::isFull);
            if (o.under() == null) {
                succeeded();
            }
            return o;
        } catch (JacobiException e) {
            throw e;
        } catch (PjrtException e) {
            throw failed(e);
        } catch (RuntimeException e) {
            throw failed(PjrtException.because(defect(e)));
        }
    }

    /** Whether a device has too little memory: what runs hold that are under way it has again when they have ended. */
    private boolean isFull(RuntimeException e) {
        boolean full = e instanceof PjrtException x && x.code() == ErrorCode.RESOURCE_EXHAUSTED;
        if (full) {
            client.completions().await();
        }
        return full;
    }

    private synchronized void succeeded() {
        failures = 0;
    }

    /** Whether a run has begun after the last one that failed: those that were under way with it have failed for the same reason. */
    private synchronized boolean isLater(long start) {
        return failures == 0 || start - lastFailure > 0;
    }

    private synchronized void ended(Made m) {
        m.users--;
        freeIfUnused(m);
    }

    private synchronized void drop(Made m) {
        m.dropped = true;
        freeIfUnused(m);
    }

    private static void freeIfUnused(Made m) {
        if (m.dropped && m.users == 0 && m.program != null) {
            m.program.close();
        }
    }

    /** A defect of ours is no reason for the program to end: it is said, and the original runs. */
    private static String defect(RuntimeException e) {
        return "the compiler failed on it (INTERNAL-ERROR: " + e + Defects.at(e) + ")";
    }

    /** A device that fails again and again is not asked any more. */
    private synchronized Deopt failed(PjrtException e) {
        warn(e);
        lastFailure = System.nanoTime();
        if (++failures >= PATIENCE) {
            made.values().forEach(this::drop);
            made.replaceAll((k, m) -> new Made("the device failed " + PATIENCE + " times, at last: " + e.getMessage()));
        }
        return Deopt.because("the device failed: " + e.getMessage());
    }

    /** Says the first failure of this program's; that the JVM is ending is nothing to tell anybody. */
    private void warn(PjrtException e) {
        if (e.code() == ErrorCode.CANCELLED) {
            return;
        }
        Log.say(options, said ? Options.Log.INFO : Options.Log.WARN, stats.method() + " runs without the device where that fails: " + e.getMessage() + ".");
        said = true;
    }

    /** The call with longer arrays, where code for them serves other lengths as well; null where the call has, or gets, code for its own shapes. */
    private synchronized LengthBuckets.Call padded(List<Tensor> in) {
        if (made.containsKey(key(in))) {
            return null;
        }
        LengthBuckets.Call call = buckets.call(in);
        if (call == null || buckets.isAccepted(call)) {
            return call;
        }
        try {
            List<Tensor> example = buckets.example(call, in);
            LengthBuckets.Call longer = buckets.with(call, example);
            HloProgram wide = StableHloText.of(longer.ready(), longer.in(), numbers(in), text().withRanges(longer.ranges()), PassManager.quiet());
            HloProgram own = StableHloText.of(ready, example, numbers(in), text(), PassManager.quiet());
            if (StableHloText.goesStepByStep(wide, own)) {
                buckets.refuse(call);
                return null;
            }
            buckets.accept(call);
            return call;
        } catch (RuntimeException e) {
            buckets.refuse(call);
            Log.say(options, Options.Log.DEBUG, stats.method() + " has a program for each length of its arrays: " + e.getMessage() + ".");
            return null;
        }
    }

    private Map<Integer, Lit> numbers(List<Tensor> in) {
        var numbers = new TreeMap<Integer, Lit>();
        fixed.forEach(i -> numbers.put(i, in.get(i).get(0)));
        return numbers;
    }

    private Key key(List<Tensor> in) {
        return new Key(in.stream().map(t -> IntStream.of(t.dims()).boxed().toList()).toList(), numbers(in));
    }

    private synchronized Made code(Lifted program, List<Tensor> in, Map<Integer, HloOptions.Range> ranges) {
        Key key = key(in);
        Map<Integer, Lit> numbers = key.fixed;
        Made m = made.get(key);
        if (m == null) {
            m = failures >= PATIENCE ? new Made("the device failed " + PATIENCE + " times") : vary(numbers) ? new Made(StableHloText.NO_F64
                + ", so that numbers are compiled in, and these have had more than " + VALUES + " values; pass them as NDArrays or floats") : make(program, in, numbers, ranges);
            made.put(key, m);
            if (made.size() > MOST) {
                Iterator<Made> oldest = made.values().iterator();
                Made least = oldest.next();
                oldest.remove();
                drop(least);
            }
        }
        m.users++;
        return m;
    }

    /** Whether numbers of f64 change so often that code for each of their values does not pay. */
    private boolean vary(Map<Integer, Lit> numbers) {
        List<Lit> now = doubles.stream().map(numbers::get).toList();
        if (!now.isEmpty() && values.size() < VALUES) {
            values.add(now);
        }
        return !now.isEmpty() && !values.contains(now);
    }

    private Made make(Lifted program, List<Tensor> in, Map<Integer, Lit> numbers, Map<Integer, HloOptions.Range> ranges) {
        try {
            HloProgram p = written(program, in, numbers, text().withRanges(ranges), mesh);
            dump.write("stablehlo", "mlir", p.text());
            accept(p);
            var notes = new ArrayList<>(p.notes());
            if (StableHloText.usesFloats(p)) {
                notes.add("floating-point results are rounded as the plugin's compiler does it, which may contract and reassociate");
            }
            if (!doubles.isEmpty()) {
                notes.add("its numbers of 64 bits are compiled in, as the device has none");
            }
            if (!ranges.isEmpty()) {
                notes.add("arrays are padded, so that one program serves several lengths");
            }
            if (mesh != null) {
                notes.add("it is one program of " + mesh.count() + " devices");
            }
            stats.note(String.join("; ", notes));
            return mesh == null ? new Made(DeviceProgram.compile(client, p), PjrtLayouts.NONE) : onMesh(p, () -> written(program, in, numbers, text(), mesh.withAllResults(results.size())));
        } catch (HloRefusal | Refusal e) {
            Log.say(options, Options.Log.INFO, stats.method() + " does not run on the device because " + e.getMessage() + ".");
            return new Made(e.getMessage());
        } catch (PjrtException e) {
            warn(e);
            return new Made(e.getMessage());
        } catch (RuntimeException e) {
            warn(PjrtException.because(defect(e)));
            return new Made(defect(e));
        }
    }

    private HloProgram written(Lifted program, List<Tensor> in, Map<Integer, Lit> numbers, HloOptions how, MeshSharding on) {
        // what a result takes the place of may be divided in another way
        return StableHloText.of(program, in, numbers, on == null ? how : how.withSharding(on).withDonate(false), dump.passes(options.check()));
    }

    /** With results that nothing is said of where the compiler puts them; where that has no name on the mesh, {@code whole} is the program that has them whole on each device. */
    private Made onMesh(HloProgram p, Supplier<HloProgram> whole) {
        if (!mesh.hasAllResults(results.size())) {
            var placed = new AtomicReference<MeshSharding>();
            DeviceProgram made = DeviceProgram.compile(client, p, mesh.devices(), tilings -> {
                placed.set(mesh.withResults(tilings.subList(0, results.size())));
                return placed.get() == null ? null : evenly(placed.get(), p);
            });
            if (made != null) {
                return new Made(made, PjrtLayouts.of(placed.get(), p, placed.get().partitioning(p)));
            }
        }
        HloProgram q = mesh.hasAllResults(results.size()) ? p : whole.get();
        MeshSharding all = mesh.withAllResults(results.size());
        Partitioning on = all.partitioning(q);
        return new Made(DeviceProgram.compile(client, q, on), PjrtLayouts.of(all, q, on));
    }

    /** Null where devices would have blocks of different extents. */
    private static Partitioning evenly(MeshSharding on, HloProgram p) {
        try {
            return on.partitioning(p);
        } catch (HloRefusal r) {
            return null;
        }
    }
}
