package dev.jacobi.transform.mesh;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Func;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.interp.Interpreter;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.spi.MeshAxes;
import dev.jacobi.vectorize.vmap.Batch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Devices of a mesh that run a partitioned program together, each on its blocks, in the interpreter: the program is that of a nest of vmaps whose axes have the mesh's names. */
final class Devices {
    private final MeshAxes mesh;

    Devices(MeshAxes mesh) {
        this.mesh = mesh;
    }

    /** The whole results for whole f64 arguments. What devices have twice has to be the same. */
    List<Tensor> run(Partitioned p, List<Tensor> args) {
        Func f = p.device();
        Module m = new Module(Map.of("f", f));
        String entry = "f";
        for (int k = mesh.names().size() - 1; k >= 0; k--) {
            m = Batch.of(m, entry, Collections.nCopies(f.in().size(), 0), Collections.nCopies(f.out().size(), 0), mesh.names().get(k));
            entry = Batch.name(entry);
        }
        var in = new ArrayList<Tensor>();
        for (int k = 0; k < args.size(); k++) {
            in.add(blocks(args.get(k), p.in().get(k)));
        }
        List<Tensor> out = Interpreter.run(m, entry, in);
        var whole = new ArrayList<Tensor>();
        for (int k = 0; k < out.size(); k++) {
            whole.add(joined(out.get(k), p.out().get(k)));
        }
        return whole;
    }

    private Tensor blocks(Tensor t, List<List<String>> layout) {
        int[] block = new int[layout.size()];
        for (int k = 0; k < block.length; k++) {
            block[k] = t.dims()[k] / mesh.count(layout.get(k));
        }
        int axes = mesh.sizes().size();
        int[] dims = new int[axes + block.length];
        for (int k = 0; k < dims.length; k++) {
            dims[k] = k < axes ? mesh.sizes().get(k) : block[k - axes];
        }
        double[] all = new double[size(dims)];
        for (int i = 0; i < all.length; i++) {
            all[i] = number(t.get(place(i, dims, block, layout, t.dims())));
        }
        return Tensor.of(all, dims);
    }

    private Tensor joined(Tensor t, List<List<String>> layout) {
        int axes = mesh.sizes().size();
        int[] block = new int[layout.size()];
        int[] dims = new int[layout.size()];
        for (int k = 0; k < block.length; k++) {
            block[k] = t.dims()[axes + k];
            dims[k] = block[k] * mesh.count(layout.get(k));
        }
        double[] all = new double[size(dims)];
        boolean[] there = new boolean[all.length];
        for (int i = 0; i < t.size(); i++) {
            int at = place(i, t.dims(), block, layout, dims);
            double x = number(t.get(i));
            if (there[at] && Double.compare(all[at], x) != 0) {
                throw new AssertionError("devices have " + all[at] + " and " + x + " of one element");
            }
            all[at] = x;
            there[at] = true;
        }
        return new Tensor(DType.F64, dims, all);
    }

    /** Where in the whole array an element of the blocks is. */
    private int place(int i, int[] dims, int[] block, List<List<String>> layout, int[] whole) {
        int[] at = new int[dims.length];
        for (int k = dims.length - 1, rest = i; k >= 0; k--) {
            at[k] = rest % dims[k];
            rest /= dims[k];
        }
        int place = 0;
        for (int k = 0; k < whole.length; k++) {
            int number = 0;
            for (String axis : layout.get(k)) {
                number = number * mesh.size(axis) + at[mesh.names().indexOf(axis)];
            }
            place = place * whole[k] + number * block[k] + at[mesh.sizes().size() + k];
        }
        return place;
    }

    private static int size(int[] dims) {
        int n = 1;
        for (int d : dims) {
            n *= d;
        }
        return n;
    }

    static double number(Lit l) {
        return l.dtype().isFloat() ? l.asDouble() : l.asLong();
    }
}
