package dev.jacobi.ptx.conformance;

import dev.jacobi.ir.DType;
import dev.jacobi.ir.Dim;
import dev.jacobi.ir.Eqn;
import dev.jacobi.ir.Lit;
import dev.jacobi.ir.Module;
import dev.jacobi.ir.Prim;
import dev.jacobi.ir.Regions;
import dev.jacobi.ir.Type;
import dev.jacobi.ir.Var;
import dev.jacobi.ir.interp.Tensor;
import dev.jacobi.ir.text.Parser;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** A small program and the ranges its inputs are drawn from; {@code exact}: its results are to be equal bit for bit. */
record Case(String name, String text, double[][] ranges, boolean exact) {
    Module module() {
        return Parser.parseModule(text);
    }

    /**
     * A row {@code ranges | inputs | equations | results | names}: a case for each of the names put for %s, or one for all of them when there is one
     * equation; reals of this type for R.
     */
    static List<Case> of(String row, String real, String functions) {
        String[] part = row.split(" \\| ", -1);
        boolean exact = part[0].startsWith("=");
        String[] each = part[0].substring(exact ? 1 : 0).trim().split(",");
        double[][] ranges = new double[each.length][];
        for (int k = 0; k < each.length; k++) {
            String[] ends = each[k].trim().split("\\.\\.");
            ranges[k] = new double[] {Double.parseDouble(ends[0]), Double.parseDouble(ends[1])};
        }
        var out = new ArrayList<Case>();
        if (part[2].matches("[a-z] = %s\\S* [^;]*") && part[3].equals(part[2].substring(0, 1))) {
            var body = new ArrayList<String>();
            var results = new ArrayList<String>();
            for (String prim : part[4].trim().split(" ")) {
                results.add(part[3] + results.size());
                body.add(results.get(results.size() - 1) + part[2].substring(1).replace("%s", prim));
            }
            part[2] = String.join("; ", body);
            part[3] = String.join(", ", results);
            part[4] = "-";
        }
        for (String prim : part[4].trim().split(" ")) {
            String text = "f(" + part[1] + ") { " + part[2].replace("%s", prim) + "; return " + part[3] + " }\n";
            text = (text.contains("call[") ? text + functions : text).replaceAll("\\bR\\b", real);
            out.add(new Case(text.lines().findFirst().orElse(""), text, ranges, exact));
        }
        return out;
    }

    /** True when results are sums whose order is open, or have zeros that are only known as well as the numbers around them. */
    boolean sums() {
        return text.matches("(?s).*(reduce|cum_|dot_|conv\\[|fft|chol|triang|scan\\[|gamma).*");
    }

    /** Inputs of extents n, m and k, with values from the ranges and, among floats of a large range, special ones. */
    List<Tensor> inputs(Random random, int n, int m, int k) {
        var in = new ArrayList<Tensor>();
        List<Var> vars = module().get("f").in();
        for (int j = 0; j < vars.size(); j++) {
            Type t = vars.get(j).type();
            int[] dims = t.dims().stream().mapToInt(d -> extent(d, n, m, k)).toArray();
            in.add(draw(t.dtype(), dims, ranges[j][0], ranges[j][1], random));
        }
        return in;
    }

    private static int extent(Dim d, int n, int m, int k) {
        return d.isConst() ? (int) d.add() : d.sym().equals("n") ? n : d.sym().equals("m") ? m : k;
    }

    private static Tensor draw(DType t, int[] dims, double lo, double hi, Random random) {
        int n = 1;
        for (int d : dims) {
            n *= d;
        }
        Object data = t.array(n);
        double[] special = {0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 4.9e-324, 1e-40};
        for (int i = 0; i < n; i++) {
            boolean odd = t.isFloat() && hi - lo > 100 && random.nextInt(4) == 0;
            double x = odd ? special[random.nextInt(special.length)] : lo + (hi - lo) * random.nextDouble();
            long whole = Math.round(x);
            switch (t) {
                case BOOL -> Array.setBoolean(data, i, random.nextBoolean());
                case I8 -> Array.setByte(data, i, (byte) whole);
                case I16 -> Array.setShort(data, i, (short) whole);
                case F16, BF16 -> Array.setShort(data, i, (short) Lit.real(t, x).bits());
                case U16 -> Array.setChar(data, i, (char) whole);
                case I32 -> Array.setInt(data, i, (int) whole);
                case I64 -> Array.setLong(data, i, whole);
                case F32 -> Array.setFloat(data, i, (float) x);
                case F64 -> Array.setDouble(data, i, x);
            }
        }
        return new Tensor(t, dims, data);
    }

    Set<Prim> primitives() {
        var found = EnumSet.noneOf(Prim.class);
        module().funcs().values().forEach(f -> collect(f.body(), found));
        return found;
    }

    private static void collect(List<Eqn> body, Set<Prim> found) {
        for (Eqn e : body) {
            found.add(e.prim());
            Regions.of(e).forEach(r -> collect(r.body(), found));
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
