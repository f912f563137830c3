package dev.jacobi.ir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What an equation needs to know besides its operands. Few records, shared by many primitives. */
public sealed interface Params {
    Params NONE = new None();

    /** The regions, in order of evaluation. */
    List<Region> regions();

    /** The same with each region replaced by {@code f} of it. */
    Params map(UnaryOperator<Region> f);

    /** Without regions. */
    sealed interface Plain extends Params {
        @Override
        default List<Region> regions() {
            return List.of();
        }

        @Override
        default Params map(UnaryOperator<Region> f) {
            return this;
        }
    }

    record None() implements Plain {
    }

    /** Axes of a transpose (a permutation), a reduction, an expand or a reverse. */
    record Axes(List<Integer> axes) implements Plain {
        public Axes {
            axes = List.copyOf(axes);
        }
    }

    /** One axis: concat, argmin/argmax, gather, iota, dim, sort, cumulative (with {@code reverse}). */
    record Axis(int axis, boolean reverse) implements Plain {
    }

    /** Extents of a result whose run-time extents are given as operands: full, reshape, iota. */
    record Shape(DType dtype, List<Dim> dims) implements Plain {
        public Shape {
            dims = List.copyOf(dims);
        }
    }

    /** Broadcast: operand axis k becomes result axis {@code axes[k]}. */
    record Broadcast(List<Integer> axes, List<Dim> dims) implements Plain {
        public Broadcast {
            axes = List.copyOf(axes);
            dims = List.copyOf(dims);
        }
    }

    /** Slice: extents of the result and constant strides. */
    record Slice(List<Dim> dims, List<Long> strides) implements Plain {
        public Slice {
            dims = List.copyOf(dims);
            strides = List.copyOf(strides);
        }
    }

    /** Pad with constant edge and interior widths per axis (negative edges crop). */
    record Pad(List<Long> low, List<Long> high, List<Long> interior) implements Plain {
        public Pad {
            low = List.copyOf(low);
            high = List.copyOf(high);
            interior = List.copyOf(interior);
        }
    }

    /**
     * Target of convert and bitcast. {@code where}: the {@code Class.method:line} of code that looks at bit patterns, for what a derivative has to say about
     * it; empty where the bits only carry a number.
     */
    record To(DType dtype, String where) implements Plain {
        public To(DType dtype) {
            this(dtype, "");
        }
    }

    /** What an index outside the array means. */
    enum Mode {
        /** Reads clamp to the edge, writes are dropped (the array API's rule). */
        CLAMP,
        /** An earlier check guarantees that it cannot happen; reading or writing outside is undefined. */
        PROMISED
    }

    /**
     * Element access: index, update, acc_add, gather, scatter ({@code op} combines; null overwrites). {@code where} is the {@code Class.method:line} of an access that was written so, for people, or
     * null: equations that differ in it only are the same equation.
     */
    record Access(Mode mode, int axis, Prim op, String where) implements Plain {
        public static final Access CLAMP = new Access(Mode.CLAMP, 0, null);
        public static final Access PROMISED = new Access(Mode.PROMISED, 0, null);

        public Access(Mode mode, int axis, Prim op) {
            this(mode, axis, op, null);
        }

        /** The access that reads or overwrites what this one combines with. */
        public Access plain() {
            return op == null ? this : new Access(mode, axis, null, where);
        }

        /** An access that is known to be in range, written at this place. */
        public static Access promised(String where) {
            return new Access(Mode.PROMISED, 0, null, where);
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof Access a && a.mode == mode && a.axis == axis && a.op == op;
        }

        @Override
        public int hashCode() {
            return 31 * (31 * mode.hashCode() + axis) + (op == null ? 0 : op.hashCode());
        }
    }

    /** Contraction of a with b: pairs of contracted and of batch axes, as in StableHLO's dot_general. */
    record Dot(List<Integer> contractA, List<Integer> contractB, List<Integer> batchA, List<Integer> batchB) implements Plain {
        public Dot {
            contractA = List.copyOf(contractA);
            contractB = List.copyOf(contractB);
            batchA = List.copyOf(batchA);
            batchB = List.copyOf(batchB);
        }

        /** The axes of a first operand of this rank that are neither contracted nor batches, in order. */
        public List<Integer> freeA(int rank) {
            return free(rank, contractA, batchA);
        }

        /** Those of the second operand. */
        public List<Integer> freeB(int rank) {
            return free(rank, contractB, batchB);
        }

        private static List<Integer> free(int rank, List<Integer> contracted, List<Integer> batch) {
            return IntStream.range(0, rank).boxed().filter(k -> !contracted.contains(k) && !batch.contains(k)).toList();
        }
    }

    /** Convolution of a[N,C,spatial...] with b[O,C/groups,spatial...]. */
    record Conv(List<Long> strides, List<Long> padLow, List<Long> padHigh, List<Long> dilation, int groups) implements Plain {
        public Conv {
            strides = List.copyOf(strides);
            padLow = List.copyOf(padLow);
            padHigh = List.copyOf(padHigh);
            dilation = List.copyOf(dilation);
        }
    }

    /** Stable sort along an axis: the first {@code keys} operands are compared in order, the others move along. */
    record Sort(int axis, int keys) implements Plain {
    }

    /** What of a factorisation is computed, or read. */
    enum Part {
        /** The half of a symmetric matrix that is read. */
        LOWER, UPPER,
        /** All columns of the orthogonal factors. */
        FULL,
        /** As many columns as the matrix has rows or columns, whichever are fewer. */
        REDUCED,
        /** Singular values alone. */
        VALUES
    }

    /** qr (full, reduced), eigh (lower, upper) and svd (full, reduced, values) of the last two axes. */
    record Factor(Part part) implements Plain {
    }

    /** cond: region k is taken when the selector is k (false 0, true 1; integers clamp to the last region). */
    record Branches(List<Region> regions) implements Params {
        public Branches {
            regions = List.copyOf(regions);
        }

        @Override
        public Params map(UnaryOperator<Region> f) {
            return new Branches(regions.stream().map(f).toList());
        }
    }

    /** while: {@code cond} yields one bool, {@code body} the next carry; both have the carry as parameters. */
    record While(Region cond, Region body) implements Params {
        @Override
        public List<Region> regions() {
            return List.of(cond, body);
        }

        @Override
        public Params map(UnaryOperator<Region> f) {
            return new While(f.apply(cond), f.apply(body));
        }
    }

    /** for and map: {@code extent} is the trip count as a dim, for the shape of stacked results. */
    record Loop(Dim extent, Region body) implements Params {
        @Override
        public List<Region> regions() {
            return List.of(body);
        }

        @Override
        public Params map(UnaryOperator<Region> f) {
            return new Loop(extent, f.apply(body));
        }
    }

    /** reduce, scan and hist: the associative operators, one per accumulator. */
    record Fold(Dim extent, List<Prim> ops, Region body) implements Params {
        public Fold {
            ops = List.copyOf(ops);
        }

        @Override
        public List<Region> regions() {
            return List.of(body);
        }

        @Override
        public Params map(UnaryOperator<Region> f) {
            return new Fold(extent, ops, f.apply(body));
        }
    }

    /** Call of a named function of the module; the result types stand in the equation's outputs. */
    record Call(String name, List<Type> results) implements Plain {
        public Call {
            results = List.copyOf(results);
        }
    }

    /** Why a check fails, for the report. */
    enum Code {
        INDEX, DIVISION, NULL, NEGATIVE_SIZE, THROW, DEPTH, SHAPE, MEMORY, ALIAS, TRIPS
    }

    /**
     * A guard: what went wrong when it is false, and where ({@code Class.method:line}). One that is {@code early} stands in front of the place and may be
     * false although nothing would go wrong there.
     */
    record Check(Code code, String where, boolean early) implements Plain {
        public Check(Code code, String where) {
            this(code, where, false);
        }
    }

    /**
     * How an array lies on a mesh of devices.
     *
     * @param names the axes of the mesh; none while it is not known
     * @param sizes how many devices are along each
     * @param devices their numbers, those along the last axis next to each other; none where the mesh is only described
     * @param axes for each axis of the array the axes of the mesh that divide it, the slowest first; {@link #OPEN} where that is left to the compiler
     * @param whole axes of the mesh that divide nothing of the array
     */
    record Layout(List<String> names, List<Integer> sizes, List<Integer> devices, List<List<String>> axes, List<String> whole) implements Plain {
        public static final List<String> OPEN = List.of("?");

        public Layout {
            names = List.copyOf(names);
            sizes = List.copyOf(sizes);
            devices = List.copyOf(devices);
            axes = axes.stream().map(List::copyOf).toList();
            whole = List.copyOf(whole);
        }

        /** On a mesh, for arrays without axes. */
        public static Layout on(List<String> names, List<Integer> sizes, List<Integer> devices) {
            return new Layout(names, sizes, devices, List.of(), List.of());
        }

        /** Of an array that all devices along an axis of a mesh have as a whole. */
        public static Layout whole(String axis, int rank) {
            return new Layout(List.of(), List.of(), List.of(), Collections.nCopies(rank, OPEN), List.of(axis));
        }

        /** Whether it is on the same mesh as another one. */
        public boolean sharesMesh(Layout other) {
            return names.equals(other.names) && sizes.equals(other.sizes) && devices.equals(other.devices);
        }

        /** On the same mesh with other axes of arrays. */
        public Layout with(List<List<String>> others) {
            return new Layout(names, sizes, devices, others, whole);
        }

        /** That of an array with one more axis in front. */
        public Layout behind(List<String> first) {
            var all = new ArrayList<List<String>>();
            all.add(first);
            all.addAll(axes);
            return with(all);
        }

        /** Such as {@code data=2,model=4: data/?/}, and what is whole behind that; the numbers of devices, if there are any, stand behind the mesh: {@code data=2@0,1: data/}. */
        public String text() {
            return IntStream.range(0, names.size()).mapToObj(k -> names.get(k) + "=" + sizes.get(k)).collect(Collectors.joining(","))
                + (devices.isEmpty() ? "" : "@" + devices.stream().map(String::valueOf).collect(Collectors.joining(","))) + ": "
                + axes.stream().map(a -> String.join(",", a) + "/").collect(Collectors.joining()) + String.join(",", whole);
        }

        /** The layout that {@link #text} wrote; an IllegalArgumentException says what is wrong with another text. */
        public static Layout parse(String text) {
            int colon = text.indexOf(": ");
            var names = new ArrayList<String>();
            var sizes = new ArrayList<Integer>();
            String[] mesh = text.substring(0, Math.max(0, colon)).split("@", -1);
            for (String axis : list(mesh[0])) {
                String[] of = axis.split("=");
                if (of.length != 2 || !of[1].matches("\\d{1,9}")) {
                    throw new IllegalArgumentException("'" + text + "' is no layout on a mesh");
                }
                names.add(of[0]);
                sizes.add(Integer.parseInt(of[1]));
            }
            if (colon < 0 || mesh.length > 2 || mesh.length == 2 && !mesh[1].matches("\\d{1,9}(,\\d{1,9})*")) {
                throw new IllegalArgumentException("'" + text + "' is no layout on a mesh");
            }
            List<Integer> devices = mesh.length == 1 ? List.of() : list(mesh[1]).stream().map(Integer::parseInt).toList();
            String[] parts = text.substring(colon + 2).split("/", -1);
            return new Layout(names, sizes, devices, Arrays.stream(parts, 0, parts.length - 1).map(Layout::list).toList(), list(parts[parts.length - 1]));
        }

        private static List<String> list(String commas) {
            return commas.isEmpty() ? List.of() : List.of(commas.split(","));
        }
    }

    /** Name of a host callback or of a mesh axis. */
    record Name(String name) implements Plain {
    }
}
