package dev.jacobi.transform.mesh;

import dev.jacobi.ir.Atom;
import dev.jacobi.ir.Builder;
import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Params;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A chain of elementwise operations, reductions, products, gathers and changes of shape over f64 arrays of one to three axes. */
final class RandomProgram {
    private static final int[] LENGTHS = {4, 8, 8, 6};
    private final Random random;
    private final Builder b = new Builder();
    private final List<Var> pool = new ArrayList<>();

    RandomProgram(Random random) {
        this.random = random;
    }

    /** Null, or axes of the mesh, each once, for some axes of an array. */
    static List<List<String>> layout(Random random, int rank) {
        if (random.nextInt(4) == 0) {
            return null;
        }
        var axes = new ArrayList<List<String>>();
        for (int k = 0; k < rank; k++) {
            axes.add(new ArrayList<>());
        }
        for (String axis : random.nextBoolean() ? List.of("data", "model") : List.of("model", "data")) {
            if (rank > 0 && random.nextInt(4) > 0) {
                axes.get(random.nextInt(rank)).add(axis);
            }
        }
        return axes;
    }

    Func made() {
        var in = new ArrayList<Var>();
        for (int k = 0; k < 3; k++) {
            var dims = new ArrayList<Dim>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                dims.add(Dim.of(LENGTHS[random.nextInt(LENGTHS.length)]));
            }
            in.add(b.fresh(new Type(DType.F64, dims)));
        }
        pool.addAll(in);
        for (int k = 0; k < 12; k++) {
            Var v = step(random.nextInt(16), pool.get(random.nextInt(pool.size())));
            if (v != null) {
                pool.add(v);
            }
        }
        return b.build(in, pool.subList(pool.size() - Math.min(3, pool.size()), pool.size()));
    }

    /** The sum of all elements of a function's last result. */
    static Func number(Func f) {
        var b = new Builder(Regions.firstFreeId(f));
        b.append(f.body());
        Atom last = f.out().get(f.out().size() - 1);
        var axes = new ArrayList<Integer>();
        for (int k = 0; k < last.type().rank(); k++) {
            axes.add(k);
        }
        return b.build(f.in(), List.of(axes.isEmpty() ? last : b.emit(Prim.REDUCE_ADD, new Params.Axes(axes), last)));
    }

    private static int length(Atom a, int axis) {
        return (int) a.type().dims().get(axis).add();
    }

    private Var step(int kind, Var a) {
        int rank = a.type().rank();
        if (rank == 0) {
            return b.emit(Prim.SIN, a);
        }
        int axis = random.nextInt(rank);
        var axes = new ArrayList<Integer>();
        for (int k = 0; k < rank; k++) {
            axes.add(k);
        }
        return switch (kind) {
            case 0, 1 -> b.emit(List.of(Prim.SIN, Prim.TANH, Prim.NEG).get(random.nextInt(3)), a);
            case 2, 3 -> same(a);
            case 4 -> b.emit(List.of(Prim.REDUCE_ADD, Prim.REDUCE_MAX, Prim.REDUCE_MIN, Prim.REDUCE_MUL).get(random.nextInt(4)), new Params.Axes(List.of(axis)), a);
            case 5, 6 -> product(a, axis);
            case 7 -> {
                Collections.shuffle(axes, random);
                yield b.emit(Prim.TRANSPOSE, new Params.Axes(axes), a);
            }
            case 8 -> rank > 2 ? null : broadcast(a);
            case 9 -> reshaped(a);
            case 10 -> b.emit(Prim.CONCAT, new Params.Axis(axis, false), a, a);
            case 11 -> rank > 2 ? null : gathered(a, axis);
            case 12 -> b.emit(Prim.CUM_ADD, new Params.Axis(axis, false), a);
            case 14 -> rank > 2 ? null : scattered(a, axis);
            case 13 -> b.emit(Prim.REV, new Params.Axes(List.of(axis)), a);
            default -> b.index(a, Params.Access.PROMISED, List.of(Lit.i32(1)));
        };
    }

    private Var same(Var a) {
        List<Var> like = pool.stream().filter(v -> v.type().equals(a.type())).toList();
        return b.emit(List.of(Prim.ADD, Prim.MUL, Prim.MAX).get(random.nextInt(3)), a, like.get(random.nextInt(like.size())));
    }

    private Var product(Var a, int axis) {
        for (Var v : pool) {
            for (int k = 0; k < v.type().rank(); k++) {
                if (length(v, k) == length(a, axis) && v.type().rank() + a.type().rank() < 6 && random.nextInt(3) == 0) {
                    return b.emit(Prim.DOT_GENERAL, new Params.Dot(List.of(axis), List.of(k), List.of(), List.of()), b.emit(Prim.TANH, a), v);
                }
            }
        }
        return null;
    }

    private Var broadcast(Var a) {
        int at = random.nextInt(a.type().rank() + 1);
        var dims = new ArrayList<>(a.type().dims());
        dims.add(at, Dim.of(8));
        var axes = new ArrayList<Integer>();
        var in = new ArrayList<Atom>(List.of(a));
        for (int k = 0; k < a.type().rank(); k++) {
            axes.add(k < at ? k : k + 1);
        }
        dims.forEach(d -> in.add(Lit.i32((int) d.add())));
        return b.emitAll(Prim.BROADCAST, new Params.Broadcast(axes, dims), in).get(0);
    }

    private Var reshaped(Var a) {
        var dims = new ArrayList<>(a.type().dims());
        if (dims.size() > 1 && random.nextBoolean()) {
            dims.set(0, Dim.of(dims.get(0).add() * dims.get(1).add()));
            dims.remove(1);
        } else {
            int k = random.nextInt(dims.size());
            if (dims.size() > 2 || dims.get(k).add() % 2 != 0) {
                return null;
            }
            dims.set(k, Dim.of(dims.get(k).add() / 2));
            dims.add(k + random.nextInt(2), Dim.of(2));
        }
        var in = new ArrayList<Atom>(List.of(a));
        dims.forEach(d -> in.add(Lit.i32((int) d.add())));
        return b.emitAll(Prim.RESHAPE, new Params.Shape(DType.F64, dims), in).get(0);
    }

    private Var gathered(Var a, int axis) {
        return b.emit(Prim.GATHER, new Params.Access(Params.Mode.CLAMP, axis, null), a, places(a, axis));
    }

    private Var scattered(Var a, int axis) {
        Prim op = Arrays.asList(Prim.ADD, Prim.MIN, Prim.MAX, null).get(random.nextInt(4));
        Var values = b.emit(Prim.SIN, gathered(a, axis));
        return b.emit(Prim.SCATTER, new Params.Access(Params.Mode.CLAMP, axis, op), a, places(a, axis), values);
    }

    /** Eight places along an axis. */
    private Var places(Var a, int axis) {
        int n = length(a, axis);
        Var places = b.emitAll(Prim.IOTA, new Params.Shape(DType.I32, List.of(Dim.of(8))), List.of(Lit.i32(8))).get(0);
        Var limit = b.full(Lit.i32(n), List.of(Dim.of(8)), List.of(Lit.i32(8)));
        return b.emit(Prim.REM, places, limit);
    }
}
