package dev.jacobi.ptx.emit;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Var;
import dev.jacobi.llvm.DeviceCode.Body;
import dev.jacobi.llvm.text.Ty;
import dev.jacobi.ptx.emit.KernelBuilder.Launch;
import dev.jacobi.ptx.emit.KernelBuilder.Operands;
import dev.jacobi.ptx.emit.KernelText.Operand;
import dev.jacobi.ptx.emit.TeamKernels.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Items whose loops keep their order. The threads of a block compute what the trips of a loop have beside its chain, for a stretch of trips at once, and leave it in shared memory; then a
 * thread for each item follows the chain through it. What is done for many trips goes along elements that lie beside each other, whichever way that is: sums of rows keep each bit, and yet
 * neighbouring threads read neighbouring elements.
 */
public final class OrderedKernels {
    private static final int MOST = 4096;
    /** Bytes of shared memory for what one loop keeps of a stretch of trips, and for all loops of a kernel: a block has 48 KiB. */
    private static final int ROOM = 20 << 10;
    private static final int ROOM_OF_ALL = 40 << 10;
    private static final int SHARED = 48 << 10;
    private static final int ALIGNED = 16;
    private static final int WARP = 32;
    private static final int WARPS = KernelBuilder.THREADS / WARP;
    private static final int PADDED = WARP + 1;
    private static final int LONGEST = 4096;
    /** Trips of a chain whose values are read at a time, where these are few. */
    private static final int MANY_TRIPS = 16;
    private static final int FEW = 2;

    /** Who works on what. */
    public enum Shape {
        /** A block has 32 items, of which each thread knows one; the trips of an item's loop lie beside each other. */
        ROWS,
        /** A block has 32 items; elements of neighbouring items lie beside each other. */
        COLUMNS,
        /** A block has an item. */
        SINGLE;

        /** Places in shared memory for a trip of all items. */
        int places() {
            return this == SINGLE ? 1 : PADDED;
        }

        int items() {
            return this == SINGLE ? 1 : WARP;
        }
    }

    private final KernelBuilder kernels;
    private final Shape shape;
    private KernelText k;
    private PartValues values;
    private String name;
    private String thread;
    private String lane;
    private String warp;
    private String active;
    private int shared;
    private int room;

    public OrderedKernels(KernelBuilder kernels, Shape shape) {
        this.kernels = kernels;
        this.shape = shape;
    }

    /** Whether a block has shared memory for all of these parts: loops in order keep a few trips each at least, and each of their results, sum and scalar has a place, too. */
    public static boolean fits(Shape shape, List<Part> parts) {
        return bytes(shape, parts, room(parts)) <= SHARED;
    }

    private static int room(List<Part> parts) {
        return Math.min(ROOM, ROOM_OF_ALL / Math.max(1, BlockControl.chains(parts)));
    }

    private static int bytes(Shape shape, List<Part> parts, int room) {
        int bytes = 0;
        for (Part p : parts) {
            if (p instanceof Part.Ordered o) {
                List<Var> tiles = tiles(o);
                bytes += tiles.stream().mapToInt(v -> aligned(trips(shape, tiles, room) * shape.places() * v.dtype().bytes())).sum();
                bytes += o.carries().stream().mapToInt(v -> aligned(shape.items() * v.dtype().bytes())).sum();
            } else if (p instanceof Part.Loop l) {
                bytes += bytes(shape, l.body(), room);
            } else if (p instanceof Part.Branch b) {
                bytes += bytes(shape, b.yes(), room) + bytes(shape, b.no(), room);
            } else if (p instanceof Part.Alone a) {
                bytes += a.out().stream().mapToInt(v -> aligned(v.dtype().bytes())).sum();
            } else if (p instanceof Part.Fold f) {
                bytes += f.f().out().stream().mapToInt(v -> aligned(TeamThreads.sharedBytes(TeamKernels.Shape.BLOCK, v.dtype()))).sum();
            }
        }
        return bytes;
    }

    private static int aligned(int bytes) {
        return bytes + ALIGNED - 1 & -ALIGNED;
    }

    /** What a loop in order keeps of each trip. */
    private static List<Var> tiles(Part.Ordered o) {
        var tiles = new ArrayList<>(o.crossing());
        o.kept().stream().filter(v -> !tiles.contains(v)).forEach(tiles::add);
        return tiles;
    }

    private static int trips(Shape shape, List<Var> tiles, int room) {
        int bytes = Math.max(1, tiles.stream().mapToInt(v -> v.dtype().bytes()).sum()) * shape.places();
        int trips = LONGEST;
        while (trips > 8 && trips * bytes > room) {
            trips /= 2;
        }
        return trips;
    }

    /** {@code indices}: the items', one per extent; none for one item. {@code cells}: scalars of the parts that the kernel leaves in memory, for one item. */
    public Launch launch(List<? extends Atom> extents, List<Var> indices, List<Part> parts, Set<Var> written, List<Var> cells) {
        return launch(extents, indices, parts, written, cells, cells);
    }

    /** The same; the scalars {@code left} go to {@code cells}, in order. */
    public Launch launch(List<? extends Atom> extents, List<Var> indices, List<Part> parts, Set<Var> written, List<Var> left, List<Var> cells) {
        room = room(parts);
        boolean whole = parts.stream().anyMatch(Part.Loop.class::isInstance);
        name = kernels.name(whole ? "block" : shape == Shape.SINGLE ? "chain" : shape == Shape.ROWS ? "chains_rows" : "chains_columns");
        k = new KernelText(kernels.code, name);
        var operands = new Operands(k, kernels.device, Set.of(), written);
        values = new PartValues(k, operands);
        List<Operand> counts = operands.get(extents);
        values.declare(indices, parts);
        List<String> to = cells.stream().map(operands::cell).toList();
        k.unlessFailed(true);
        List<String> dims = counts.stream().map(k::count).toList();
        String n = dims.isEmpty() ? "1" : KernelBuilder.product(k, dims);
        thread = k.thread();
        lane = k.op("and", thread, WARP - 1);
        warp = k.op("lshr", thread, 5);
        String first = shape == Shape.SINGLE ? k.block() : k.op("mul", k.block(), WARP);
        String step = shape == Shape.SINGLE ? k.blocks() : k.op("mul", k.blocks(), WARP);
        k.loop(first, n, step, at -> {
            String item = at;
            active = null;
            if (shape != Shape.SINGLE) {
                String own = k.op("add", at, lane);
                active = k.op("icmp slt", own, n);
                item = k.def("select i1 " + active + ", i64 " + own + ", i64 " + k.op("sub", n, 1));
            }
            values.at(indices, dims.isEmpty() ? List.of() : KernelBuilder.indices(k, item, dims));
            int number = 0;
            for (Part p : parts) {
                part(p, name + ".part" + number++);
                k.barrier();
            }
            if (!cells.isEmpty()) {
                k.when(k.op("icmp eq", thread, 0), () -> {
                    for (int c = 0; c < cells.size(); c++) {
                        k.store(cells.get(c).dtype(), values.get(left.get(c)).text(), to.get(c));
                    }
                });
            }
        });
        k.finish();
        return kernels.add(name, KernelBuilder.THREADS, shape.items(), MOST, shared, true, written, operands.args());
    }

    private void part(Part p, String part) {
        if (p instanceof Part.Scalars s) {
            Body body = kernels.code.add(part, s.f(), s.written());
            List<String> args = values.args(s.f().in());
            if (s.written().isEmpty()) {
                values.set(s.out(), k.call(body, args, shape == Shape.SINGLE ? k::leave : null));
                if (active != null && s.f().body().stream().anyMatch(e -> e.prim() == Prim.CHECK)) {
                    // an item whose check has failed has nothing more to do
                    active = k.def("and i1 " + active + ", " + k.def("icmp eq i32 " + k.def("load i32, ptr %flag") + ", 0"));
                }
            } else {
                k.when(leads(true), () -> k.call(body, args, null));
            }
        } else if (p instanceof Part.Each e) {
            Body body = kernels.code.add(part, e.f(), e.written());
            String n = mine(k.count(values.get(e.n())));
            each(e.f(), "0", n, null, (j, at, known) -> k.call(body, args(e.f().in(), e.f().in().get(0), j, known), null));
            if (BlockControl.checks(e.f())) {
                BlockControl.leaveTogether(k);
            }
        } else if (p instanceof Part.Ordered o) {
            new Chain(o, part).emit();
            if (shape == Shape.SINGLE && (BlockControl.checks(o.before()) || BlockControl.checks(o.chain()))) {
                BlockControl.leaveTogether(k);
            }
        } else if (shape == Shape.SINGLE) {
            shared += new BlockControl(kernels, k, values, thread, this::part).emit(p, part);
        } else {
            throw new IllegalArgumentException(p + " has no order");
        }
    }

    /** The thread that follows an item's chain; {@code only}: those of an item that is there. */
    private String leads(boolean only) {
        String first = k.op("icmp eq", shape == Shape.SINGLE ? thread : warp, 0);
        return only && active != null ? k.def("and i1 " + first + ", " + active) : first;
    }

    /** A number of trips, none for threads without an item. */
    private String mine(String n) {
        return active == null ? n : k.def("select i1 " + active + ", i64 " + n + ", i64 0");
    }

    /** What is done for a trip, whose place in the stretch's part of an item is {@code at}; {@code known} are the scalars of its item. */
    private interface Trip {
        void at(String j, String at, Function<Var, Operand> known);
    }

    private List<String> args(List<Var> in, Var index, String j, Function<Var, Operand> known) {
        var args = new ArrayList<String>();
        for (Var v : in) {
            args.add(v.equals(index) ? Ty.value(v.dtype()) + " " + k.narrow(v.dtype(), j) : known.apply(v).args());
        }
        return args;
    }

    /** Trips from {@code start} to n, {@code length} at most (null: all), of all items of the block by all its threads. */
    private void each(Func f, String start, String n, Integer length, Trip trip) {
        int times = Unrolling.of(f);
        switch (shape) {
            case SINGLE -> k.loop(k.op("add", start, thread), end(start, n, length), Integer.toString(KernelBuilder.THREADS), times,
                j -> trip.at(j, k.op("sub", j, start), values::get));
            case COLUMNS -> k.loop(k.op("add", start, warp), end(start, n, length), Integer.toString(WARPS), times,
                j -> trip.at(j, k.op("add", k.op("mul", k.op("sub", j, start), PADDED), lane), values::get));
            case ROWS -> k.loop(warp, Integer.toString(WARP), Integer.toString(WARPS), row -> {
                String from = k.def("trunc i64 " + row + " to i32");
                var there = new HashMap<Var, Operand>();
                for (Var v : f.in()) {
                    if (values.isScalar(v)) {
                        there.put(v, new Operand(v.dtype(), k.shuffle(v.dtype(), values.get(v).text(), from), null));
                    }
                }
                k.loop(k.op("add", start, lane), end(start, k.shuffle(DType.I64, n, from), length), Integer.toString(WARP), times,
                    j -> trip.at(j, k.op("add", k.op("mul", k.op("sub", j, start), PADDED), row), v -> there.containsKey(v) ? there.get(v) : values.get(v)));
            });
        }
    }

    private String end(String start, String n, Integer length) {
        return length == null ? n : least(n, k.op("add", start, length));
    }

    private String most(String a, String b) {
        return extreme("llvm.smax.i64", a, b);
    }

    private String least(String a, String b) {
        return extreme("llvm.smin.i64", a, b);
    }

    private String extreme(String function, String a, String b) {
        return k.def("call i64 " + kernels.code.declare("i64", function, "(i64, i64)") + "(i64 " + a + ", i64 " + b + ")");
    }

    /** One loop in order. */
    private final class Chain {
        private final Part.Ordered o;
        private final String part;
        private final List<Var> tiles;
        private final int length;

        Chain(Part.Ordered o, String part) {
            this.o = o;
            this.part = part;
            this.tiles = tiles(o);
            this.length = trips(shape, tiles, room);
            for (Var v : tiles) {
                share(tile(v), length * shape.places(), v.dtype());
            }
            for (int c = 0; c < o.carries().size(); c++) {
                share(part + ".last" + c, shape.items(), o.carries().get(c).dtype());
            }
        }

        private void share(String array, int count, DType t) {
            kernels.code.add("@" + array + " = internal addrspace(3) global [" + count + " x " + Ty.memory(t) + "] undef, align 16\n");
            shared += count * t.bytes();
        }

        private String tile(Var v) {
            return part + ".tile" + tiles.indexOf(v);
        }

        private String shared(String array, DType t, String at) {
            return k.element(t, k.def("addrspacecast ptr addrspace(3) @" + array + " to ptr"), at);
        }

        private Operand loaded(Var v, String at) {
            return new Operand(v.dtype(), k.load(v.dtype(), shared(tile(v), v.dtype(), at)), null);
        }

        void emit() {
            Body before = o.before().body().isEmpty() ? null : kernels.code.add(part + ".before", o.before(), o.writtenBefore());
            Body chain = kernels.code.add(part + ".chain", o.chain(), Set.of());
            Body after = o.after() == null ? null : kernels.code.add(part + ".after", o.after(), o.writtenAfter());
            var now = new ArrayList<String>();
            for (int c = 0; c < o.carries().size(); c++) {
                DType t = o.carries().get(c).dtype();
                now.add(k.alloca(Ty.value(t)));
                k.line("store " + Ty.value(t) + " " + values.get(o.init().get(c)).text() + ", ptr " + now.get(c));
            }
            String n = mine(k.count(values.get(o.n())));
            String start = k.alloca("i64");
            k.line("store i64 0, ptr " + start);
            String head = k.label("stretch");
            String on = k.label("go");
            String done = k.label("end");
            k.place(head);
            String at = k.def("load i64, ptr " + start);
            // they meet here, so that nobody overwrites what others still read
            String more = k.call("i32", "jacobi_gpu_any", "i32 " + k.def("zext i1 " + k.op("icmp slt", at, n) + " to i32"));
            k.branch(k.def("icmp ne i32 " + more + ", 0"), on, done);
            k.here(on);
            if (before != null) {
                before(before, at, n);
                k.barrier();
            }
            chain(chain, at, n, now);
            if (after != null) {
                k.barrier();
                each(o.after(), at, n, length, (j, place, known) -> k.call(after, args(o.after().in(), o.after().in().get(0), j, v -> tiles.contains(v) ? loaded(v, place) : known.apply(v)), null));
            }
            k.line("store i64 " + k.op("add", at, length) + ", ptr " + start);
            k.goTo(head);
            k.here(done);
            last(now);
        }

        private void before(Body before, String at, String n) {
            each(o.before(), at, n, length, (j, place, known) -> {
                List<String> made = k.call(before, args(o.before().in(), o.before().in().get(0), j, known), null);
                for (int c = 0; c < o.crossing().size(); c++) {
                    Var v = o.crossing().get(c);
                    k.store(v.dtype(), made.get(c), shared(tile(v), v.dtype(), place));
                }
            });
        }

        /** Several trips at a time: what they need is read before any of them leaves something, as nothing tells the assembler that these are other places. */
        private void chain(Body chain, String at, String n, List<String> now) {
            int group = tiles.size() <= FEW ? MANY_TRIPS : Unrolling.MOST;
            k.when(leads(false), () -> {
                String count = most("0", least(k.op("sub", n, at), Integer.toString(length)));
                String whole = k.op("and", count, -group);
                k.loop("0", whole, Integer.toString(group), i -> following(chain, at, i, group, now));
                k.loop(whole, count, "1", i -> following(chain, at, i, 1, now));
            });
        }

        private void following(Body chain, String at, String first, int count, List<String> now) {
            var trips = new ArrayList<String>();
            var places = new ArrayList<String>();
            var read = new ArrayList<HashMap<Var, Operand>>();
            for (int t = 0; t < count; t++) {
                String i = k.op("add", first, t);
                String place = shape == Shape.SINGLE ? i : k.op("add", k.op("mul", i, PADDED), lane);
                var known = new HashMap<Var, Operand>();
                o.crossing().stream().filter(v -> o.chain().in().contains(v) || o.chain().out().contains(v)).forEach(v -> known.put(v, loaded(v, place)));
                trips.add(i);
                places.add(place);
                read.add(known);
            }
            for (int t = 0; t < count; t++) {
                trip(chain, k.op("add", at, trips.get(t)), places.get(t), read.get(t), now);
            }
        }

        private void trip(Body chain, String j, String place, HashMap<Var, Operand> known, List<String> now) {
            for (int c = 0; c < o.carries().size(); c++) {
                Var v = o.carries().get(c);
                known.put(v, new Operand(v.dtype(), k.def("load " + Ty.value(v.dtype()) + ", ptr " + now.get(c)), null));
            }
            List<String> made = k.call(chain, args(o.chain().in(), o.chain().in().get(0), j, v -> known.containsKey(v) ? known.get(v) : values.get(v)), null);
            for (int c = 0; c < made.size(); c++) {
                if (c < now.size()) {
                    k.line("store " + Ty.value(o.carries().get(c).dtype()) + " " + made.get(c) + ", ptr " + now.get(c));
                } else {
                    Var v = o.kept().get(c - now.size());
                    k.store(v.dtype(), made.get(c), shared(tile(v), v.dtype(), place));
                }
            }
        }

        /** All threads learn what the item's chain has come to. */
        private void last(List<String> now) {
            String place = shape == Shape.SINGLE ? "0" : lane;
            k.when(leads(false), () -> {
                for (int c = 0; c < now.size(); c++) {
                    DType t = o.carries().get(c).dtype();
                    k.store(t, k.def("load " + Ty.value(t) + ", ptr " + now.get(c)), shared(part + ".last" + c, t, place));
                }
            });
            k.barrier();
            for (int c = 0; c < now.size(); c++) {
                DType t = o.carries().get(c).dtype();
                values.set(o.out().get(c), k.load(t, shared(part + ".last" + c, t, place)));
            }
        }
    }
}
